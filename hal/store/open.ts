/** The ways to open a store: for good, for reading, and in memory. */
import { dirname } from "node:path";
import type { Clock } from "../mod.ts";
import { checksum } from "./checksum.ts";
import { upgrade } from "./copies.ts";
import { Database, troubleOf } from "./database.ts";
import { copyPaths, placeOf } from "./files.ts";
import { Ledger } from "./ledger.ts";
import { Mender } from "./mender.ts";
import { mendSettings, rolledBack, type SafeValue } from "./mend_settings.ts";
import { recover } from "./recovery.ts";
import { insertSql } from "./tables.ts";
import { APPLICATION_ID, migrate, SCHEMA } from "./schema.ts";
import { DurableStore, type StoreStart } from "./store.ts";
import { text } from "./row.ts";

/** What a store is opened with. */
export interface StoreOptions {
  /** The file, or `:memory:`. Its folder is made. */
  readonly path: string;
  readonly clock: Clock;
  /** What stands in for a value that is damaged or may be old; default: what the copy has. */
  readonly safe?: SafeValue;
}

const AS_IT_IS: SafeValue = (_section, _key, value) => value;

/** Opens the store's file, repairing what has to be. */
export function openFile(
  { path: named, clock, safe = AS_IT_IS }: StoreOptions,
): DurableStore {
  const path = placeOf(named);
  Deno.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const ledger = new Ledger(`${path}.ledger`, path);
  let db: Database | undefined;
  try {
    const { found, isOld } = recover(path, ledger.found);
    db = openDatabase(path);
    const tally = typeof ledger.found === "object" ? ledger.found : undefined;
    const back = isOld ? [] : rolledBack(db, tally);
    const mended = mendSettings(
      db,
      new Mender(path),
      safe,
      isOld || back.length > 0,
    );
    return new DurableStore(db, clock, {
      found: [...found, ...back, ...mended.found],
      instead: mended.changes,
      files: { path, ledger },
    });
  } catch (error) {
    db?.close();
    ledger.close();
    throw error;
  }
}

/** A store without a file. */
export function openInMemory(
  clock: Clock,
  start: StoreStart = {},
): DurableStore {
  const db = new Database(":memory:");
  migrate(db);
  return new DurableStore(db, clock, start);
}

/** Opens a sound file for writing and brings it to the present schema. */
function openDatabase(path: string): Database {
  try {
    return prepared(path, "NORMAL");
  } catch (error) {
    // A full disk has no room for the index that readers beside this program need.
    if (!troubleOf(error)) throw error;
    return prepared(path, "EXCLUSIVE");
  }
}

function prepared(path: string, locking: "NORMAL" | "EXCLUSIVE"): Database {
  const db = new Database(path);
  try {
    db.script(`
      PRAGMA locking_mode = ${locking};
      PRAGMA busy_timeout = 1000;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA temp_store = MEMORY;
      PRAGMA cache_size = -512;
    `);
    upgrade(db, path);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A store that is read only. */
export interface Readable {
  readonly store: DurableStore;
  /** It reads the store's own file, not one of its copies. */
  readonly isOwn: boolean;
}

/**
 * Opens what can be read of a store without writing anything: its file as it is now, also while a
 * program has it, else the best copy.
 * @param start how the store begins
 * @returns undefined when nothing can be read
 */
export function openReadOnly(
  { path: named, clock, safe = AS_IT_IS }: StoreOptions,
  start: StoreStart = {},
): Readable | undefined {
  const path = placeOf(named);
  for (const file of [path, ...copies(path)]) {
    const db = readable(file);
    if (!db) continue;
    const isOwn = file === path;
    const mended = mendSettings(db, new Mender(path), safe, !isOwn);
    const store = new DurableStore(db, clock, {
      ...start,
      found: [...start.found ?? [], ...mended.found],
      instead: [...mended.changes, ...start.instead ?? []],
      name: path,
      closed: "unwritable",
    });
    return { store, isOwn };
  }
  return undefined;
}

function copies(path: string): readonly string[] {
  try {
    return copyPaths(path);
  } catch {
    return [];
  }
}

/** A database of this program that can be read; an older one is brought to the present schema in memory. */
function readable(file: string): Database | undefined {
  let db: Database | undefined;
  try {
    db = new Database(file, { readOnly: true });
    db.script("PRAGMA busy_timeout = 1000; PRAGMA temp_store = MEMORY");
    const version = db.number("PRAGMA user_version");
    const isOurs = db.number("PRAGMA application_id") === APPLICATION_ID;
    if (isOurs && version === SCHEMA && db.first("SELECT * FROM state")) {
      return db;
    }
    const older = isOurs && version < SCHEMA ? settingsOf(db) : undefined;
    db.close();
    return older;
  } catch {
    db?.close();
    return undefined;
  }
}

/** The small values of an older schema, in a database of the present one. */
function settingsOf(older: Database): Database {
  const db = new Database(":memory:");
  migrate(db);
  for (const row of older.rows("SELECT section, key, value FROM setting")) {
    const values = ["section", "key", "value"].map((name) => text(row, name));
    db.run(insertSql("setting", "setting"), ...values, checksum(values));
  }
  return db;
}
