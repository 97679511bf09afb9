/**
 * Courses of numbers over time in an SQLite file of their own, `x.db.series` beside the store: it may
 * lose its last minute, so it costs the memory card little, and what is in it never endangers the store.
 * @module
 */
import type { Series } from "../mod.ts";
import { Database, troubleOf } from "../store/database.ts";
import {
  hasKnownFormat,
  isSuspect,
  remove,
  suspect,
  trust,
} from "../store/files.ts";
import { isWhole } from "../store/inspect.ts";
import { RowError } from "../store/row.ts";
import { SqliteSeries } from "./sqlite_series.ts";
import { makeTables } from "./tables.ts";

/** Ends of the names of SQLite's files. */
const PARTS = ["", "-wal", "-shm"];

/**
 * Opens the courses. A damaged file is put aside, which is told in `problem`; while none can be written
 * they are kept in memory, and the file stays as it is.
 * @param path of the file, or `:memory:`
 */
export function openSeries(path: string): Series {
  if (path === ":memory:") return new SqliteSeries(database(path));
  try {
    return openFile(path);
  } catch (error) {
    if (troubleOf(error) === undefined && !isOfDisk(error)) throw error;
    return new SqliteSeries(database(":memory:"), {
      found: `The courses over time cannot be kept: ${path} cannot be written`,
    });
  }
}

function openFile(path: string): Series {
  const options = { suspect: () => suspect(path) };
  try {
    const db = database(path);
    // A disk that failed once has damaged nothing
    if (!isSuspect(path) || isWhole(db)) {
      trust(path);
      return new SqliteSeries(db, options);
    }
    db.close();
  } catch (error) {
    if (troubleOf(error) !== "damaged") throw error;
  }
  const aside = putAside(path);
  trust(path);
  return new SqliteSeries(database(path), {
    ...options,
    found:
      `The courses over time were damaged: they begin anew, the damaged file is kept as ${aside}`,
  });
}

/** Whether it is an error of the system. Deno has neither a class nor a code for each, but tells the number. */
function isOfDisk(error: unknown): boolean {
  return error instanceof Error && /\(os error \d+\)/.test(error.message);
}

function database(path: string): Database {
  const db = new Database(path);
  try {
    db.script(`
      PRAGMA busy_timeout = 1000;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA temp_store = MEMORY;
      PRAGMA cache_size = -512;
    `);
    if (path !== ":memory:") Deno.chmodSync(path, 0o600);
    makeTables(db);
    if (path !== ":memory:" && !hasKnownFormat(path)) {
      throw new RowError("the file says a format that there is none of");
    }
    // A damaged file is found here, not in the midst of a drive
    db.rows("SELECT name FROM course LIMIT 1");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Only the latest damaged file is kept. */
function putAside(path: string): string {
  const aside = `${path}.damaged`;
  for (const part of PARTS) remove(aside + part);
  Deno.renameSync(path, aside);
  for (const part of PARTS.slice(1)) remove(path + part);
  return aside;
}
