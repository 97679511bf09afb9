/** Trouble codes: read with the modes 03, 07 and 0A, cleared with mode 04 (SAE J1979). */
import {
  type AnswerBytes,
  type Call,
  CommandError,
  DiagError,
  type DiagRequest,
  obd,
  readObdCodes,
  service,
  type Text,
} from "ovms-edge";
import type { X } from "./own.ts";
import { type Unit, unitName } from "./units.ts";

/** Kinds of codes by their mode; a car has to tell the stored ones, older ones do not know the others. */
const KINDS = [
  { name: "Stored", mode: 0x03, must: true },
  { name: "Pending", mode: 0x07, must: false },
  { name: "Permanent", mode: 0x0a, must: false },
] as const;

/** Clears codes and what the car kept about them; only as long as it is known that the car stands. */
const CLEAR: DiagRequest = { ...service(0x04), waits: 1000 };
const SPEED_PID = 0x0d, SPEED = obd(1, SPEED_PID);
/** Seconds after which units are asked no more: each may have the program wait long. */
const LONG = 10;
/** Seconds for DTC and DTC CLEAR with units that answer as late as they may. */
export const PATIENCE = 240;

type Kind = DiagError["kind"];
/** It does not know the question, or says nothing to it. */
const UNKNOWN: readonly Kind[] = ["refused", "unanswered"];
/** Or nothing that can be used. */
const USELESS: readonly Kind[] = [...UNKNOWN, "broken"];
/** Or others had its turn for too long. */
const UNCLEARED: readonly Kind[] = [...USELESS, "unsent"];

/** What a unit answers; undefined where there is no answer, for one of these reasons. */
async function told(
  { hal }: X,
  unit: Unit,
  read: DiagRequest,
  without: readonly Kind[] = USELESS,
): Promise<AnswerBytes | undefined> {
  try {
    return await hal.diag.request(unit, read);
  } catch (error) {
    const cause = error instanceof CommandError ? error.cause : undefined;
    if (cause instanceof DiagError && without.includes(cause.kind)) {
      return undefined;
    }
    throw error;
  }
}

/** Names of the codes of a kind; undefined where the unit does not tell them. */
async function codesOf(
  ctx: X,
  unit: Unit,
  mode: number,
  must: boolean,
): Promise<readonly string[] | undefined> {
  const answer = must
    ? await ctx.hal.diag.request(unit, obd(mode))
    : await told(ctx, unit, obd(mode));
  return answer && readObdCodes(answer).map(({ name }) => name);
}

/**
 * What the car itself says now, not some seconds ago; one without a speed decides for itself. One that has
 * a speed and does not tell it now is not known to stand.
 */
async function mustStand(ctx: X): Promise<void> {
  const { units } = ctx.state, [first] = units.spokenTo;
  const telling = units.telling(SPEED_PID), unit = telling ?? first;
  const speed = unit && await told(ctx, unit, SPEED, telling ? [] : UNKNOWN);
  if (speed === undefined || speed.u8(0) === 0) return;
  throw new CommandError(
    "Trouble codes are not cleared while the car moves: stop first",
  );
}

/** Whether the car is known to stand, or has no speed. */
async function stands(ctx: X): Promise<boolean> {
  try {
    await mustStand(ctx);
    return true;
  } catch (error) {
    if (error instanceof CommandError) return false;
    throw error;
  }
}

/** The codes of a unit by their kind. */
async function textsOf(
  ctx: X,
  unit: Unit,
  { first, prefix, until }: {
    readonly first: boolean;
    readonly prefix: string;
    /** Second from which it is not asked any more. */
    readonly until: number;
  },
): Promise<readonly string[]> {
  const lines: string[] = [];
  // One after the other: a unit answers one question at a time
  for (const { name, mode, must } of KINDS) {
    const codes = ctx.now < until
      ? await codesOf(ctx, unit, mode, must && first)
      : undefined;
    const text = codes === undefined
      ? "not told"
      : codes.length === 0
      ? "none"
      : codes.join(" ");
    lines.push(`${prefix}${name}: ${text}`);
  }
  return lines;
}

/** Those of all units; where there are several each is named. */
async function texts(ctx: X): Promise<readonly string[]> {
  const units = ctx.state.units.spokenTo, lines: string[] = [];
  const until = ctx.now + LONG;
  for (const [n, unit] of units.entries()) {
    const prefix = units.length > 1 ? `${unitName(unit)} ` : "";
    lines.push(...await textsOf(ctx, unit, { first: n === 0, prefix, until }));
  }
  return lines;
}

/** The codes of all control units, by their kind. */
export async function troubleText(ctx: X): Promise<Text> {
  return ["Trouble codes", ...await texts(ctx)];
}

/** Clears them in all units, after what they were went to the journal. */
export async function clearTrouble(ctx: X, call: Call): Promise<Text> {
  await mustStand(ctx);
  const before = await texts(ctx);
  ctx.hal.memory.journal({
    who: call.from === "" ? call.link : call.from,
    what: "trouble codes",
    key: "DTC",
    old: before.join(", "),
    new: "cleared",
  });
  // It may have set off while its units took their time
  await mustStand(ctx);
  const [first, ...others] = ctx.state.units.spokenTo, left: string[] = [];
  if (first) await ctx.hal.diag.request(first, CLEAR);
  const until = ctx.now + LONG;
  for (const unit of others) {
    // Each may have the program wait
    const cleared = ctx.now < until && await stands(ctx) &&
      await told(ctx, unit, CLEAR, UNCLEARED);
    if (!cleared) left.push(unitName(unit));
  }
  return [
    "Trouble codes cleared",
    ...left.length > 0 ? [`Not in ${left.join(", ")}`] : [],
    ...before.map((line) => `Was ${line}`),
  ];
}
