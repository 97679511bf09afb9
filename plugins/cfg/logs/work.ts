/** What the plugin does with the controller: reads its logs, clears them, tells of new faults. */
import { Car } from "../car.ts";
import { Controller } from "../controller.ts";
import { Failure } from "../failure.ts";
import { controller as facts, hex } from "../objects.ts";
import { faultOf } from "./faults.ts";
import { countOf, lists, type LogList } from "./lists.ts";
import type { X } from "./own.ts";
import { inRecord, type Row } from "./rows.ts";
import { Source } from "./source.ts";

/** Most entries that one request reads. */
export const PAGE = 10;
/** Key hours and steps of 15 s of the controller. */
const HOURS = "5200.01", MIN_SEC = "5200.02";
/** The highest active fault. */
const FAULT = "5320.00";
/** Bit of feature 14: the car sends no texts. */
const CAR_BITS = 14, NO_TEXTS = 8;
/** Parameter with the channels of notices. */
const CHANNELS = 3;

/** Entries of a log, and how many it has in all. */
export interface Entries {
  readonly first: number;
  readonly rows: readonly Row[];
  readonly count: number;
}

/** Does something with the controller when what was begun before it has ended. */
export function inTurn<T>(
  { hal, metrics, state }: X,
  work: (from: Source) => Promise<T>,
): Promise<T> {
  const { sdo } = hal.can;
  const from = new Source(
    new Controller({
      sdo: sdo.node(facts.node),
      sleep: (ms) => hal.clock.sleep(ms),
    }),
    new Car(
      state.words,
      () => hal.clock.monotonic(),
      () => metrics.on.or(false),
      () => Promise.resolve(undefined),
    ),
    () => sdo.writable,
  );
  return state.turns.run(() => work(from));
}

/**
 * Reads up to ten entries.
 * @param read is given each as soon as it is read
 * @throws Failure
 */
export async function readEntries(
  list: LogList,
  first: number,
  from: Source,
  read: (n: number, row: Row) => void = () => {},
): Promise<Entries> {
  const count = await countOf(list, from), rows: Row[] = [];
  for (let n = first; n < Math.min(count, first + PAGE); n++) {
    const row = await list.entry(from, n);
    rows.push(row);
    read(n, row);
  }
  return { first, rows, count };
}

/** Writes the record of the controller's time. @throws Failure */
export async function recordKeyTime(
  { records }: X,
  from: Source,
): Promise<void> {
  records.keyTime.write(0, {
    hour: await from.number(HOURS),
    minSec: await from.number(MIN_SEC),
  });
}

/** Writes the record of an entry. */
export function record(
  { records }: X,
  { name }: LogList,
  n: number,
  row: Row,
): void {
  switch (row.kind) {
    case "alert":
      return records.alerts.write(n, told(row));
    case "event":
      return name === "system"
        ? records.system.write(n, told(row))
        : records.faults.write(n, told(row));
    case "count":
      return records.counts.write(n, told(row));
    case "minmax":
      return records.minmax.write(n, row);
  }
}

const told = <R extends { readonly description: string }>(row: R): R => ({
  ...row,
  description: inRecord(row.description),
});

/**
 * Clears logs, after noting how many entries they had.
 * @returns how many entries the last of them had
 * @throws Failure
 */
export async function clear(
  { hal }: X,
  cleared: readonly LogList[],
  who: string,
  from: Source,
): Promise<number> {
  let count = 0;
  for (const list of cleared) {
    if (list.clear === undefined) continue;
    count = await countOf(list, from);
    await from.login();
    await from.write(list.clear, 1);
    hal.memory.journal({
      who,
      what: "controller log",
      key: list.name,
      old: `${count} entries`,
      new: "cleared",
    });
  }
  return count;
}

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
