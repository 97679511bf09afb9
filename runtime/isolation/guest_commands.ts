/** Runs what a guest is asked for, and says what became of it in a form that can be sent. */
import * as v from "valibot";
import { refusal } from "../commands/refusal.ts";
import { deniedText } from "../contract/denied.ts";
import { CommandError, Declined, type Plugin } from "../contract/plugin.ts";
import { placeOf } from "../vehicle/fault_place.ts";
import { isGateRefusal } from "../vehicle/gate.ts";
import { call } from "../vehicle/plugin_code.ts";
import { type Failure, LONGEST_ANSWER, type ToGuest } from "./messages.ts";

/** What the program asks for. */
export type Asked = Extract<ToGuest, { t: "call" }>;

/** Runs a command, a query or a channel of the plugin. */
export function runAsked(
  plugin: Plugin,
  { kind, name, args, call: from }: Asked,
  ctx: object,
): unknown {
  if (kind === "channel") return runChannel(plugin, name, args, ctx);
  if (kind === "query") {
    const query = plugin.queries?.[name];
    const parsed = query?.args ? v.parse(query.args, args) : {};
    return call(query?.run, parsed, ctx, from);
  }
  const def = plugin[kind]?.[name];
  if (!def?.args) return call(def?.run, args, ctx, from);
  const parsed = v.safeParse(def.args, args);
  if (!parsed.success) throw new CommandError(refusal(def, parsed.issues));
  return call(def.run, parsed.output, ctx, from);
}

function runChannel(
  { channels }: Plugin,
  name: string,
  args: unknown,
  ctx: object,
): unknown {
  const channel = channels?.[name];
  // Who gives it up does not hear the end any more: nothing is there to be cut.
  const message = { ...Object(args), signal: new AbortController().signal };
  if (channel?.wants && call(channel.wants, message, ctx) !== true) {
    return { refused: "the plugin does not want it" };
  }
  return call(channel?.send, message, ctx);
}

/** What a handler answered, if it can be sent. */
export function checkedAnswer(value: unknown): unknown {
  const size = JSON.stringify(value)?.length ?? 0;
  if (size <= LONGEST_ANSWER) return value;
  throw new TypeError(
    `answered ${thousands(size)} thousand characters: expected ${
      thousands(LONGEST_ANSWER)
    } at most`,
  );
}

/** Rounded up: a longer number would be taken for a phone's, which no log shows. */
function thousands(characters: number): number {
  return Math.ceil(characters / 1000);
}

/** Why a handler failed, with which text, and where if it is a fault. */
export function failureOf(
  error: unknown,
): { why: Failure; text: string; at?: string } {
  const why = error instanceof Declined
    ? "declined"
    : isGateRefusal(error)
    ? "gate"
    : error instanceof CommandError
    ? "command"
    : "fault";
  const at = why === "fault" ? placeOf(error) : undefined;
  return { why, text: textOf(error), ...at !== undefined && { at } };
}

/** What was thrown, as text; a plugin may throw anything. */
function textOf(error: unknown): string {
  try {
    const text = error instanceof Error ? error.message : String(error);
    return deniedText(text).slice(0, 1000);
  } catch {
    return "something without a text";
  }
}
