/** The copies that stand in for a damaged store. */
import { Database, type Value } from "./database.ts";
import { remove, replace, sizeOf } from "./files.ts";
import { inspect, LARGE } from "./inspect.ts";
import { StoreUnwritableError } from "./problems.ts";
import { number, type Row } from "./row.ts";
import { migrate, STEPS } from "./schema.ts";
import { COLUMNS, insertSql } from "./tables.ts";

/**
 * Makes a copy of the open database: written beside, looked through, and only then put in place of
 * the one before, which stays as the second.
 */
export function makeCopy(db: Database, path: string): void {
  const how = (sizeOf(path) ?? 0) < LARGE ? copyWhole : copyPresent;
  writeCopy(how, db, path, (made) => {
    if (sizeOf(`${path}.copy`) !== undefined) {
      Deno.renameSync(`${path}.copy`, `${path}.copy-2`);
    }
    replace(made, `${path}.copy`);
  });
}

/** Brings an open database to the last schema version; a copy of how it was is kept. */
export function upgrade(
  db: Database,
  path: string,
  steps: readonly string[] = STEPS,
): void {
  const version = db.number("PRAGMA user_version");
  if (version >= steps.length) return;
  writeCopy(
    copyWhole,
    db,
    path,
    (made) => replace(made, `${path}.copy-schema-${version}`),
  );
  migrate(db, steps);
}

/** Bytes 18 and 19 of a database's header: kept with a log beside it (2, 2) or without (1, 1). */
const WITHOUT_LOG = { at: 18, bytes: Uint8Array.of(1, 1) };

/**
 * The log is worked into the file, then the file is copied. SQLite's own ways (VACUUM INTO, ATTACH)
 * are closed to a program that has not all permissions, and its backup is asynchronous. Reading the
 * file takes SQLite's lock from it; the ledger's keeps other programs out.
 */
function copyWhole(db: Database, path: string, made: string): void {
  const row = db.first("PRAGMA wal_checkpoint(TRUNCATE)") ?? {};
  if (number(row, "busy") !== 0) {
    throw new Error("the store's log could not be worked into its file");
  }
  Deno.copyFileSync(path, made);
  Deno.chmodSync(made, 0o600);
  using file = Deno.openSync(made, { write: true });
  file.seekSync(WITHOUT_LOG.at, Deno.SeekMode.Start);
  file.writeSync(WITHOUT_LOG.bytes);
}

/** Newest records that every copy has. */
const KEPT = 1_000;

/** What a copy has beside settings, journal and messages when the history is too long to be copied each day. */
const RECORDS = `SELECT * FROM record WHERE id IN (
  SELECT id FROM (SELECT id FROM record ORDER BY id DESC LIMIT ${KEPT})
  UNION
  SELECT id FROM (SELECT id FROM record WHERE queued > 0 ORDER BY id DESC LIMIT ${KEPT})
)`;

const LEFT_OUT =
  "the copy that is used has only the newest records: older ones are in the damaged file that is kept";

/** Copies all but the history. Should the copy be used one day, it tells so itself. */
function copyPresent(db: Database, _path: string, made: string): void {
  const copy = new Database(made);
  try {
    Deno.chmodSync(made, 0o600);
    migrate(copy);
    copy.transaction(() => {
      for (const table of ["setting", "journal", "outbox"] as const) {
        rowsInto(copy, table, db.rows(`SELECT * FROM ${table}`));
      }
      rowsInto(copy, "record", db.rows(RECORDS));
      const { commits = 0, run = 0, last_id = 0 } =
        db.first("SELECT * FROM state") ?? {};
      copy.run(
        "UPDATE state SET commits = ?, run = ?, last_id = ?",
        ...[commits, run, last_id] as Value[],
      );
      copy.run("INSERT INTO finding (sentence) VALUES (?)", LEFT_OUT);
    });
  } finally {
    copy.close();
  }
}

/** Rows with their sums: a wrong one stays wrong. */
function rowsInto(
  copy: Database,
  table: keyof typeof COLUMNS,
  rows: readonly Row[],
): void {
  const insert = insertSql(table, table), columns = [...COLUMNS[table], "sum"];
  for (const row of rows) {
    copy.run(insert, ...columns.map((column) => row[column] as Value));
  }
}

function writeCopy(
  how: (db: Database, path: string, made: string) => void,
  db: Database,
  path: string,
  place: (made: string) => void,
): void {
  const made = `${path}.copy-new`;
  remove(made);
  try {
    how(db, path, made);
    if (inspect(made).kind !== "sound") {
      throw new Error("the copy of the store is not sound");
    }
    place(made);
  } finally {
    remove(made);
  }
}

/**
 * Makes a store's file from a copy, or a new one; complete, but not yet in its place.
 * @throws StoreUnwritableError when the disk does not take it
 */
export function prepare(path: string, copy: string | undefined): void {
  const made = madeFor(path);
  const clear = () => {
    for (const part of ["", "-wal", "-shm", "-journal"]) remove(made + part);
  };
  try {
    clear();
    if (copy) Deno.copyFileSync(copy, made);
    finish(made);
  } catch (error) {
    discard(clear);
    throw new StoreUnwritableError(
      `the store ${path} has to be made anew, but its disk does not take it; make room or check the disk, then start again`,
      { cause: error },
    );
  }
}

/** A half of a file is of no use, and takes the room that the next attempt needs. */
function discard(clear: () => void): void {
  try {
    clear();
  } catch {
    // The next attempt tries again.
  }
}

/** Puts the prepared file in its place. */
export function place(path: string): void {
  replace(madeFor(path), path);
}

function madeFor(path: string): string {
  return `${path}.new`;
}

function finish(made: string): void {
  const db = new Database(made);
  try {
    migrate(db);
    db.control("PRAGMA journal_mode = WAL");
  } finally {
    db.close();
  }
  Deno.chmodSync(made, 0o600);
}
