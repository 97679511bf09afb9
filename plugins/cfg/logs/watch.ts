/** Tells the owner of new faults of the controller. */
import { Failure } from "../failure.ts";
import { hex } from "../objects.ts";
import { inTurn, readEntries, record, recordKeyTime } from "./entries.ts";
import { faultOf } from "./faults.ts";
import { lists } from "./lists.ts";
import type { X } from "./own.ts";
import type { Source } from "./source.ts";

/** The highest active fault. */
const FAULT = "5320.00";
/** Bit of feature 14: the car sends no texts. */
const CAR_BITS = 14, NO_TEXTS = 8;
/** Parameter with the channels of notices. */
const CHANNELS = 3;

/** Looks for a fault that the owner does not know of yet; a controller that does not answer is none. */
export async function watchFaults(ctx: X, withRecords: boolean): Promise<void> {
  try {
    await inTurn(ctx, (from) => tellFault(ctx, from, withRecords));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}

async function tellFault(
  ctx: X,
  from: Source,
  withRecords: boolean,
): Promise<void> {
  const { hal, state } = ctx, code = await from.number(FAULT);
  const isNew = code !== 0 && code !== state.told;
  state.told = code;
  if (!isNew || isMute(ctx)) return;
  notifyOf(ctx, code, await from.description(code));
  if (withRecords && hal.params.get(CHANNELS).includes("IP")) {
    await recordAlerts(ctx, from);
  }
}

const isMute = ({ hal }: X) => (hal.slots.get(CAR_BITS) & NO_TEXTS) !== 0;

function notifyOf({ notify }: X, code: number, text: string): void {
  notify.fault(`SEVCON ALERT 0x${hex(code, 4)} ${text}`.trimEnd());
}

/** What a driver causes who presses D or R before GO, and CFG PRE: no faults to tell of. */
const USUAL: readonly number[] = [0x488e, 0x4681];
/** An emergency that names no fault. */
const NAMELESS = 0;

/** An emergency frame of the controller: a fault came, or went. */
export function hear({ state }: X, code: number, isThere: boolean): void {
  if (!isThere) {
    state.active.delete(code);
  } else if (
    code !== NAMELESS && !state.active.has(code) && !USUAL.includes(code)
  ) {
    state.active.add(code);
    state.news.push(code);
  }
}

/** Tells of the faults that were heard of, in the controller's words where it may be asked. */
export async function tellHeard(ctx: X): Promise<void> {
  for (const code of ctx.state.news.splice(0)) {
    if (isMute(ctx)) continue;
    const told = await inTurn(ctx, (from) => from.description(code));
    notifyOf(ctx, code, told || faultOf(code)?.label || "");
  }
}

async function recordAlerts(ctx: X, from: Source): Promise<void> {
  const [alerts] = lists;
  if (!alerts) return;
  await recordKeyTime(ctx, from);
  await readEntries(
    alerts,
    0,
    from,
    (n, row) => record(ctx, alerts, n, row),
  );
}
