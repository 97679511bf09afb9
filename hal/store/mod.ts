/**
 * The durable store: what the module must not forget when its power is cut, in one SQLite file.
 *
 * Beside the file `x.db` stand `x.db-wal` (SQLite's log), `x.db.ledger` (count of commits and lock),
 * `x.db.copy` and `x.db.copy-2` (the last good copies), `x.db.copy-schema-<n>` (the copy made before
 * schema version n was left) and, after damage, `x.db.damaged-<n>`. All hold secrets in the clear
 * and are readable by their owner only.
 * @module
 */
import { dirname } from "node:path";
import type { Clock, Store } from "../mod.ts";
import { upgrade } from "./copies.ts";
import { Database } from "./database.ts";
import { Ledger } from "./ledger.ts";
import { recover } from "./recovery.ts";
import { migrate } from "./schema.ts";
import { DurableStore } from "./store.ts";

export { StoreInUseError } from "./ledger.ts";
export { StoreRefusedError, StoreWriteError } from "./problems.ts";

/** What a store is opened with. */
export interface StoreOptions {
  /** The file, or `:memory:`. Its folder is made. */
  readonly path: string;
  readonly clock: Clock;
}

/**
 * Opens a store, repairing what has to be: `problems` tells what was found.
 * @throws StoreInUseError when another program has it
 * @throws StoreRefusedError when it was written by a newer program or by another one altogether, or
 * has to be made anew and the disk does not take it
 */
export function openStore({ path, clock }: StoreOptions): Store {
  if (path === ":memory:") return inMemory(clock);
  Deno.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const ledger = new Ledger(`${path}.ledger`, path);
  let db: Database | undefined;
  try {
    const found = recover(path, ledger.found);
    db = openFile(path);
    return new DurableStore(db, clock, found, { path, ledger });
  } catch (error) {
    db?.close();
    ledger.close();
    throw error;
  }
}

function inMemory(clock: Clock): Store {
  const db = new Database(":memory:");
  migrate(db);
  return new DurableStore(db, clock, [], undefined);
}

/** Opens a sound file for writing and brings it to the present schema. */
function openFile(path: string): Database {
  const db = new Database(path);
  db.script(`
    PRAGMA locking_mode = EXCLUSIVE;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA temp_store = MEMORY;
  `);
  upgrade(db, path);
  return db;
}
