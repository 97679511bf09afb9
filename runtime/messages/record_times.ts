import type { HistoryRecord, Stamp, Store, Stored } from "../../hal/mod.ts";

type Kept = Stored<HistoryRecord>;

const SECOND = 1000;
/** Where the times of runs that never knew theirs are kept: wall minus monotonic time by run. */
const SECTION = "history";

/**
 * The second in which a record arose, as the server is told it. It is the same each time a record is
 * sent, since the server takes records of different seconds for different ones.
 */
export class RecordTimes {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Gives records without a time theirs, as far as that is possible.
   * @param now with a known wall time
   * @returns whether there were any: they are to be read again
   */
  settle(records: readonly Kept[], now: Stamp): boolean {
    const open = records.filter((record) =>
      this.secondOf(record, now) === undefined
    );
    if (open.length === 0) return false;
    this.#store.date();
    if (open.some(({ at }) => at.run !== now.run)) this.#settleRuns(now);
    return true;
  }

  /**
   * Wall time in whole seconds since 1970; undefined while unknown.
   * @param now with a known wall time
   */
  secondOf({ at }: Kept, now: Stamp): number | undefined {
    if (!isBelievable(at, now)) {
      const offset = this.#store.get(SECTION, String(at.run));
      return offset === undefined
        ? undefined
        : seconds(Number(offset) + at.monotonic);
    }
    if (at.wall === undefined) return undefined;
    if (at.run !== now.run) return seconds(at.wall);
    // Within a run the monotonic time knows the age; a wall that was set anew shifts all alike.
    return seconds(at.wall) +
      Math.round((offsetOf(now) - offsetOf(at)) / SECOND);
  }

  /**
   * Runs that ended before they knew the time: the latest is taken to have ended when this one began,
   * each one before when the next began. Distances within a run stay what they were.
   */
  #settleRuns(now: Stamp): void {
    const waiting = this.#store.unsent(Number.MAX_SAFE_INTEGER, "any")
      .filter(({ at }) => !isBelievable(at, now));
    const runs = Map.groupBy(waiting, ({ at }) => at.run);
    const changes: Record<string, string | undefined> = {};
    for (const run of this.#store.entries(SECTION).keys()) {
      if (!runs.has(Number(run))) changes[run] = undefined;
    }
    let end = offsetOf(now);
    for (const [run, records] of [...runs].sort(([a], [b]) => b - a)) {
      const times = records.map(({ at }) => at.monotonic);
      const known = this.#store.get(SECTION, String(run));
      const offset = known === undefined
        ? Math.floor(end - SECOND - Math.max(...times))
        : Number(known);
      changes[run] = String(offset);
      end = offset + Math.min(...times);
    }
    this.#store.put(SECTION, changes);
  }
}

/** Whether a wall time is there, and not later than what came after it. */
function isBelievable({ run, wall }: Stamp, now: Stamp): boolean {
  if (run === now.run) return true;
  return wall !== undefined && wall <= offsetOf(now);
}

/** Wall minus monotonic time. */
function offsetOf({ wall = 0, monotonic }: Stamp): number {
  return wall - monotonic;
}

function seconds(ms: number): number {
  return Math.floor(ms / SECOND);
}
