/** The shape of what a guest tells: it may be anybody, so that nothing of it is taken for granted. */
import * as v from "valibot";
import { BadLine } from "./lines.ts";
import type { Deed, FromGuest } from "./messages.ts";

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const by = v.exactOptional(count);
const name = v.pipe(v.string(), v.maxLength(100));
const text = v.pipe(v.string(), v.maxLength(4096));
const sample = v.strictTuple([count, v.unknown(), v.nullable(v.number())]);
const deed = v.variant("do", [
  v.strictObject({
    do: v.literal("records"),
    records: v.array(v.strictObject({
      name,
      number: v.number(),
      row: v.record(v.string(), v.nullable(v.union([v.number(), v.string()]))),
      changed: v.boolean(),
    })),
  }),
  v.strictObject({ do: v.literal("notify"), name, text: v.unknown() }),
  v.strictObject({ do: v.literal("emit"), name, payload: v.unknown() }),
  v.strictObject({ do: v.literal("feature"), name, value: v.number(), text }),
  v.strictObject({
    do: v.literal("memory"),
    changes: v.record(v.string(), v.nullable(v.string())),
    later: v.exactOptional(v.literal(true)),
  }),
  v.strictObject({ do: v.literal("message"), what: name, value: v.unknown() }),
  v.strictObject({ do: v.literal("journal"), entry: v.unknown() }),
]);
const message = v.variant("t", [
  v.strictObject({ t: v.literal("taken"), count }),
  v.strictObject({
    t: v.literal("answer"),
    id: count,
    value: v.exactOptional(v.unknown()),
  }),
  v.strictObject({
    t: v.literal("refused"),
    id: count,
    why: v.picklist(["command", "declined", "gate", "fault"]),
    text,
    at: v.exactOptional(text),
  }),
  v.strictObject({ t: v.literal("metrics"), metrics: v.array(sample) }),
  v.strictObject({
    t: v.literal("fault"),
    where: name,
    text,
    at: v.exactOptional(text),
  }),
  v.strictObject({ t: v.literal("log"), text }),
  v.strictObject({
    t: v.literal("wishes"),
    wishes: v.strictObject({
      polls: v.array(v.boolean()),
      channels: v.record(
        v.string(),
        v.strictObject({ exists: v.boolean(), ready: v.array(name) }),
      ),
    }),
  }),
  v.strictObject({ t: v.literal("do"), by, deed }),
  v.strictObject({
    t: v.literal("ask"),
    id: count,
    by,
    what: name,
    args: v.array(v.unknown()),
  }),
  v.strictObject({ t: v.picklist(["cancel", "worked"]), id: count }),
]);

/**
 * A message of a guest, checked.
 * @throws BadLine when it is none
 */
export function messageFrom(value: unknown): FromGuest {
  const parsed = v.safeParse(message, value, { abortEarly: true });
  if (!parsed.success) throw new BadLine("a message of no known form");
  return parsed.output as FromGuest;
}

/** Deeds that the store writes. */
const KEPT: readonly Deed["do"][] = [
  "records",
  "notify",
  "feature",
  "memory",
  "journal",
];

/** Whether what a guest tells is written to the disk at once, for which everybody waits. */
export function isKept(message: FromGuest): boolean {
  if (message.t === "ask") return message.what.endsWith(".set");
  if (message.t !== "do") return false;
  const { deed } = message;
  return KEPT.includes(deed.do) && !(deed.do === "memory" && deed.later);
}
