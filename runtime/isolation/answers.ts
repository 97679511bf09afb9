/** Answers what a guest asks, as far as the plugin declares it. */
import * as v from "valibot";
import { objectName, type Sdo } from "../canopen/mod.ts";
import type { Handles, Need } from "../contract/handles.ts";
import { CommandError } from "../contract/plugin.ts";
import type { AnyContext } from "./any_context.ts";

/** What an answer is made from. */
export interface Asking {
  readonly ctx: AnyContext;
  /** What the plugin declares that it needs. */
  readonly needs: ReadonlySet<Need>;
  /** Name of the plugin, for the journal. */
  readonly plugin: string;
  /** Fires when the guest does not want it any more, or is gone. */
  readonly signal: AbortSignal;
  /** Tells the guest that work may begin; resolves when it has ended. */
  readonly work: (ends: AbortSignal) => Promise<void>;
}

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const name = v.pipe(v.string(), v.maxLength(200));
const hex = v.pipe(v.string(), v.regex(/^([0-9a-f]{2}){0,4096}$/i));
/** A table by numbers, in the order of its entries. */
const values = v.pipe(
  v.array(v.tuple([count, v.string()])),
  v.transform((entries) => new Map(entries)),
);
const id = v.pipe(count, v.maxValue(0x1fffffff));
const octet = v.pipe(count, v.maxValue(0xff));
/** A request to a unit is one message of ISO-TP. */
const octets = v.pipe(v.array(octet), v.maxLength(4095));
const address = v.object({
  to: id,
  from: id,
  bus: v.exactOptional(count),
  address: v.exactOptional(v.tuple([octet, octet])),
});
const duration = v.pipe(v.number(), v.finite(), v.minValue(0));
const request = v.object({
  request: octets,
  answer: octets,
  skip: v.exactOptional(count),
  within: v.exactOptional(duration),
  waits: v.exactOptional(duration),
});
const broadcast = v.object({
  to: id,
  bus: v.exactOptional(count),
  among: v.tuple([id, id]),
  units: v.pipe(v.array(v.object({ to: id, from: id })), v.maxLength(256)),
  request: octets,
  within: v.number(),
});
/** Node, index and subindex. */
const object = [count, count, count] as const;

/** One thing that can be asked for. */
interface Answer {
  readonly need: Need;
  readonly run: (
    args: readonly unknown[],
    hal: Handles,
    asking: Asking,
  ) => unknown;
}

/** Checks the arguments before anything is done with them. */
function answer<A extends readonly unknown[]>(
  need: Need,
  schema: v.GenericSchema<unknown, A>,
  run: (args: A, hal: Handles, asking: Asking) => unknown,
): Answer {
  return {
    need,
    run: (args, hal, asking) => {
      const parsed = v.safeParse(schema, args);
      if (!parsed.success) throw new TypeError("asks for what cannot be");
      return run(parsed.output, hal, asking);
    },
  };
}

const ANSWERS: Readonly<Record<string, Answer>> = {
  "clock.sleep": answer(
    "clock",
    v.tuple([v.number()]),
    ([ms], { clock }) => clock.sleep(Math.max(0, ms)),
  ),
  "can.send": answer(
    "can.tx",
    v.tuple([count, hex, count]),
    ([id, data, bus], { can }) =>
      can.tx.send(id, Uint8Array.fromHex(data), bus),
  ),
  "diag.request": answer(
    "diag",
    v.tuple([address, request]),
    async ([at, read], { diag }, { signal }) =>
      (await diag.request(at, read, signal)).data.toHex(),
  ),
  "diag.broadcast": answer(
    "diag",
    v.tuple([broadcast]),
    async ([ask], { diag }) =>
      JSON.stringify(
        (await diag.broadcast(ask)).map(({ data, ...answer }) => ({
          ...answer,
          data: data.toHex(),
        })),
      ),
  ),
  "gsm.send": answer(
    "gsm.send",
    v.tuple([name, v.string()]),
    ([to, text], { gsm }) => gsm.send(to, text),
  ),
  "gsm.ussd": answer(
    "gsm.ussd",
    v.tuple([name]),
    ([code], { gsm }) => gsm.ussd(code),
  ),
  "gsm.command": answer(
    "gsm.command",
    v.tuple([v.string()]),
    async ([at], { gsm }) => (await gsm.command(at)).join("\n"),
  ),
  "params.set": answer(
    "params.set",
    v.tuple([values]),
    ([values], { params }) => params.set(values),
  ),
  "settings.set": answer(
    "settings",
    v.tuple([name, v.nullable(v.string())]),
    ([name, text], { settings }) => settings.set(name, text ?? undefined),
  ),
  "slots.set": answer(
    "slots",
    v.tuple([values]),
    ([values], { slots }) => slots.setAll(values),
  ),
  "system.run": answer(
    "system.run",
    v.tuple([v.string()]),
    ([line], { system }) => system.run(line),
  ),
  "sdo.read": answer(
    "can.sdo",
    v.tuple([...object, v.nullish(count)]),
    async ([node, index, sub, size], { can }, { signal }) => {
      const { value, size: is, bytes } = await can.sdo.node(node)
        .read(index, sub, signal, size ?? undefined);
      return { value, size: is, hex: bytes.toHex() };
    },
  ),
  "sdo.readBytes": answer(
    "can.sdo",
    v.tuple(object),
    async ([node, index, sub], { can }, { signal }) =>
      (await can.sdo.node(node).readBytes(index, sub, signal)).toHex(),
  ),
  "sdo.readText": answer(
    "can.sdo",
    v.tuple(object),
    ([node, index, sub], { can }, { signal }) =>
      can.sdo.node(node).readText(index, sub, signal),
  ),
  "sdo.write": answer(
    "can.sdo",
    v.tuple([...object, v.pipe(v.number(), v.safeInteger())]),
    async ([node, index, sub, value], hal, asking) => {
      const at = hal.can.sdo.node(node), { signal } = asking;
      await saved(
        asking,
        at,
        [node, index, sub],
        `${value}`,
        async (sdo) => `${(await sdo.read(index, sub, signal)).value}`,
      );
      await at.write(index, sub, value, signal);
    },
  ),
  "sdo.writeBytes": answer(
    "can.sdo",
    v.tuple([...object, hex]),
    async ([node, index, sub, bytes], hal, asking) => {
      const at = hal.can.sdo.node(node), { signal } = asking;
      await saved(
        asking,
        at,
        [node, index, sub],
        bytes,
        async (sdo) => (await sdo.readBytes(index, sub, signal)).toHex(),
      );
      await at.writeBytes(index, sub, Uint8Array.fromHex(bytes), signal);
    },
  ),
  "sdo.work": answer(
    "can.sdo",
    v.tuple([]),
    (_, { can }, { work }) => can.sdo.work(work),
  ),
};

/** Reads what a controller has and puts it into the journal: nothing is written over that nobody knows. */
async function saved(
  { ctx, plugin }: Asking,
  sdo: Sdo,
  [node, index, sub]: readonly [number, number, number],
  next: string,
  read: (sdo: Sdo) => Promise<string>,
): Promise<void> {
  const { memory } = ctx.hal, before = await read(sdo);
  if (!memory?.journal) throw new Error("there is no journal");
  memory.journal({
    who: `plugin ${plugin}`,
    what: "sdo",
    key: `node ${node} ${objectName(index, sub)}`,
    old: before,
    new: next,
  });
}

/**
 * Answers what a guest asks.
 * @throws CommandError where the plugin does not declare it
 */
export async function answerOf(
  what: string,
  args: readonly unknown[],
  asking: Asking,
): Promise<unknown> {
  const answer = Object.hasOwn(ANSWERS, what) ? ANSWERS[what] : undefined;
  if (!answer || !asking.needs.has(answer.need)) {
    throw new CommandError(
      `The plugin may not do that: it does not declare ${answer?.need ?? what}`,
    );
  }
  // What the plugin declares, its context has.
  return await answer.run(args, asking.ctx.hal as Handles, asking);
}
