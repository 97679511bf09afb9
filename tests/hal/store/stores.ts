/** Stores for tests: in a folder of their own, or in memory with a size that can be limited. */
import type { HistoryRecord, JournalEntry, Store } from "../../../hal/mod.ts";
import { SimClock } from "../../../hal/sim/clock.ts";
import { Database } from "../../../hal/store/database.ts";
import { openStore } from "../../../hal/store/mod.ts";
import { migrate } from "../../../hal/store/schema.ts";
import { DurableStore } from "../../../hal/store/store.ts";

/** Runs `work` with the path of a store in a new folder, which is removed afterwards. */
export function inFolder(work: (path: string) => void): void {
  const folder = Deno.makeTempDirSync({ prefix: "store_" });
  try {
    work(`${folder}/state/ovms.db`);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** Opens a store, hands it over and closes it. */
export function using<T>(
  path: string,
  work: (store: Store) => T,
  clock: SimClock = new SimClock(),
): T {
  const store = openStore({ path, clock });
  try {
    return work(store);
  } finally {
    store.close();
  }
}

/** Opens a store and leaves it as a killed program would: the files as they are between two writes. */
export function leftOpen(path: string, work: (store: Store) => void): void {
  const store = openStore({ path, clock: new SimClock() });
  const left = new Map<string, Uint8Array>();
  try {
    work(store);
    for (const part of ["", "-wal", ".ledger"]) {
      left.set(path + part, Deno.readFileSync(path + part));
    }
  } finally {
    store.close();
  }
  Deno.removeSync(`${path}.copy`);
  for (const [name, bytes] of left) Deno.writeFileSync(name, bytes);
}

/** A store in memory with its database. */
export function inMemory(clock: SimClock = new SimClock()) {
  const db = new Database(":memory:");
  migrate(db);
  return { db, clock, store: new DurableStore(db, clock) };
}

/** A record as a plugin would write it; an hour for the server, a day here. */
export function record(changes: Partial<HistoryRecord> = {}): HistoryRecord {
  return {
    type: "RT-Test",
    number: 0,
    lifetime: 3600,
    keep: 86_400,
    data: "1,2",
    ...changes,
  };
}

/** A journal entry. */
export function entry(key: string): JournalEntry {
  return { who: "terminal owner", what: "param", key, old: "", new: "x" };
}

/** Milliseconds. */
export const SECOND = 1000, HOUR = 3_600_000, DAY = 86_400_000;
