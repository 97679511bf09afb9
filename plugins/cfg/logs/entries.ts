/** Reads and clears the logs of the controller, and writes their records. */
import { mayBeCut } from "../base.ts";
import { Car } from "../car.ts";
import type { Still } from "../controller.ts";
import { controller as facts, type ObjectId } from "../objects.ts";
import { countOf, type LogList } from "./lists.ts";
import type { X } from "./own.ts";
import { inRecord, type Row } from "./rows.ts";
import { Source } from "./source.ts";

/** Most entries that one request reads. */
export const PAGE = 10;
/** Key hours and steps of 15 s of the controller. */
const HOURS = "5200.01", MIN_SEC = "5200.02";

/** Entries of a log, and how many it has in all. */
export interface Entries {
  readonly first: number;
  readonly rows: readonly Row[];
  readonly count: number;
}

/** Runs what sends, with a signal that says when it has to end. */
type Runs = <T>(work: (ends: AbortSignal) => Promise<T>) => Promise<T>;

/**
 * Does something with the controller when what was begun before it has ended.
 * @param run default: beside what other plugins do with it
 */
export function inTurn<T>(
  { hal, metrics, state }: X,
  work: (from: Source) => Promise<T>,
  run: Runs = mayBeCut,
): Promise<T> {
  const { sdo } = hal.can;
  const wires = {
    node: (_: ObjectId, still?: Still) => sdo.node(facts.node, still),
    sleep: (ms: number) => hal.clock.sleep(ms),
  };
  const car = new Car(
    state.words,
    () => hal.clock.monotonic(),
    () => metrics.on.or(false),
    () => Promise.resolve(undefined),
  );
  return state.turns.run(() =>
    run((ends) => work(new Source(wires, car, () => sdo.writable, ends)))
  );
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
 * @throws Failure; Halt while it charges
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
    const old = `${count} entries`;
    const note = (text: string) =>
      hal.memory.journal({
        who,
        what: "controller log",
        key: list.name,
        old,
        new: text,
      });
    // The answer may be lost, and the program may end
    note("to be cleared");
    await from.clear(list.clear);
    note("cleared");
  }
  return count;
}
