import { Database, troubleOf } from "./database.ts";
import { hasKnownFormat, sizeOf } from "./files.ts";
import { number, text } from "./row.ts";
import { APPLICATION_ID, migrate, SCHEMA, STEPS } from "./schema.ts";

/** What SQLite says of a damaged description of the tables. */
const SCHEMA_ERROR =
  /malformed database schema|no such (table|column)|syntax error|unrecognized token/;

/**
 * From this size on only the small tables are looked through as a whole at a start, bytes: going
 * through a history of years takes minutes on a memory card. Its records carry sums of their own, are
 * looked at one after the other while the program runs, and trouble with one makes the next start look
 * at everything.
 */
export const LARGE = 64 * 2 ** 20;

/** Tables without which the program cannot be what it was. */
const SMALL = ["state", "finding", "setting", "journal", "outbox"];

const UNREADABLE = "cannot be read as a database";

/** What a database file is found to be. */
export type Finding =
  | {
    readonly kind: "sound";
    /** Commits over all runs. */
    readonly commits: number;
    /** Schema version. */
    readonly version: number;
  }
  | { readonly kind: "missing" | "foreign" }
  | { readonly kind: "damaged"; readonly why: string };

/**
 * Looks at a database file and its log without changing either.
 * @param bytes size the file had reached; a shorter one was cut, which SQLite does not always notice
 * @param whole every page of a large file as well
 */
export function inspect(path: string, bytes = 0, whole = false): Finding {
  const size = sizeOf(path);
  if (size === undefined) return { kind: "missing" };
  if (size === 0) return { kind: "damaged", why: "is empty" };
  if (size < bytes) {
    return {
      kind: "damaged",
      why: `was cut off (${size} of ${bytes} bytes are left)`,
    };
  }
  if (!hasKnownFormat(path)) {
    return { kind: "damaged", why: UNREADABLE };
  }
  try {
    return open(path, whole || size < LARGE ? [undefined] : SMALL);
  } catch (error) {
    if (troubleOf(error) !== "damaged" && !SCHEMA_ERROR.test(`${error}`)) {
      throw error;
    }
    return { kind: "damaged", why: UNREADABLE };
  }
}

/** A table to look through, or the whole file. */
type Part = string | undefined;

function open(path: string, parts: readonly Part[]): Finding {
  try {
    return look(new Database(path, { readOnly: true }), parts);
  } catch (error) {
    if (troubleOf(error) !== "unwritable") throw error;
    // A full disk has no room for the index that a reader of the log needs; a sole owner needs none.
    const db = new Database(path);
    db.script("PRAGMA locking_mode = EXCLUSIVE");
    return look(db, parts);
  }
}

function look(db: Database, parts: readonly Part[]): Finding {
  try {
    if (!parts.every((part) => isWhole(db, part))) {
      return { kind: "damaged", why: "is damaged inside" };
    }
    if (db.number("PRAGMA application_id") !== APPLICATION_ID) {
      return { kind: "foreign" };
    }
    const state = db.first("SELECT commits FROM state");
    if (!state) return { kind: "damaged", why: "is incomplete" };
    const version = db.number("PRAGMA user_version");
    const isRight = version >= 0 && version <= SCHEMA
      ? tablesOf(db) === expected(version)
      : !isFlipped(version) || tablesOf(db) !== expected(SCHEMA);
    if (!isRight) return { kind: "damaged", why: "has damaged tables" };
    return { kind: "sound", commits: number(state, "commits"), version };
  } finally {
    db.close();
  }
}

/** Whether SQLite finds nothing wrong in a table, or in the whole file. */
export function isWhole(db: Database, part?: Part): boolean {
  const result = db.first(`PRAGMA integrity_check(${part ?? 1})`);
  return result !== undefined && text(result, "integrity_check") === "ok";
}

/** The description of all tables; where in the file they begin is left out. */
function tablesOf(db: Database): string {
  return JSON.stringify(db.rows(
    "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name",
  ));
}

/** Whether one bit makes this version of the present one; the next one is believed to be meant. */
function isFlipped(version: number): boolean {
  const bits = (version ^ SCHEMA) >>> 0;
  return (bits & (bits - 1)) === 0 && version !== SCHEMA + 1;
}

const known = new Map<number, string>();

/** The tables of a version of the schema. */
function expected(version: number): string {
  const before = known.get(version);
  if (before !== undefined) return before;
  const db = new Database(":memory:");
  migrate(db, STEPS.slice(0, version));
  const tables = tablesOf(db);
  db.close();
  known.set(version, tables);
  return tables;
}
