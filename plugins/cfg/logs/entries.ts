/** Reads and clears the logs of the controller, and writes their records. */
import { Car } from "../car.ts";
import { controller as facts } from "../objects.ts";
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

/** Runs what sends. */
type Runs = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * Does something with the controller when what was begun before it has ended.
 * @param run default: beside what other plugins do with it
 */
export function inTurn<T>(
  { hal, metrics, state }: X,
  work: (from: Source) => Promise<T>,
  run: Runs = (work) => work(),
): Promise<T> {
  const { sdo } = hal.can;
  const from = new Source(
    {
      node: (_, still) => sdo.node(facts.node, still),
      sleep: (ms) => hal.clock.sleep(ms),
    },
    new Car(
      state.words,
      () => hal.clock.monotonic(),
      () => metrics.on.or(false),
      () => Promise.resolve(undefined),
    ),
    () => sdo.writable,
  );
  return state.turns.run(() => run(() => work(from)));
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
    await from.clear(list.clear);
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
