/** The tables of the courses. */
import type { SeriesLevel, TrackPoint } from "../mod.ts";
import type { Database } from "../store/database.ts";
import { RowError, text } from "../store/row.ts";

/** Version of the tables: since 3 each row has a sum over its other columns. */
const VERSION = 3;

/** The levels, finest first. */
export const LEVELS: readonly SeriesLevel[] = ["raw", "minute", "hour"];

/** Columns of the track behind its time. */
export const TRACK = [
  "latitude",
  "longitude",
  "altitude",
  "speed",
  "power",
  "soc",
  "used",
  "recovered",
  "temperature",
] as const satisfies readonly (keyof TrackPoint)[];

/** The columns that a row's sum is over. */
export const COLUMNS = {
  course: ["id", "name"],
  level: ["course", "at", "min", "max", "mean", "count"],
  track: ["at", ...TRACK],
} as const;

const SUMMED = ["course", ...LEVELS, "track"] as const;

/** The tables: names, one of points for each level, and the track. */
const TABLES = `
  CREATE TABLE IF NOT EXISTS course (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, sum INTEGER
  ) STRICT;
  ${
  LEVELS.map((level) => `
  CREATE TABLE IF NOT EXISTS ${level} (
    course INTEGER NOT NULL, at INTEGER NOT NULL,
    min REAL NOT NULL, max REAL NOT NULL, mean REAL NOT NULL, count INTEGER NOT NULL, sum INTEGER,
    PRIMARY KEY (course, at)
  ) STRICT, WITHOUT ROWID;`).join("")
}
  CREATE TABLE IF NOT EXISTS track (
    at INTEGER PRIMARY KEY, ${
  TRACK.map((name) => `${name} REAL`).join(", ")
}, sum INTEGER
  ) STRICT;
`;

/**
 * Makes the tables; those of before get what is missing.
 * @throws RowError when one is not as it was made: what was in it cannot be read
 */
export function makeTables(db: Database): void {
  if (db.number("PRAGMA user_version") !== VERSION) {
    db.transaction(() => {
      db.script(TABLES);
      for (const table of SUMMED) {
        if (columnsOf(db, table).includes("sum")) continue;
        db.script(`ALTER TABLE ${table} ADD COLUMN sum INTEGER`);
        db.run(`UPDATE ${table} SET sum = checksum(${summed(table)})`);
      }
      db.control(`PRAGMA user_version = ${VERSION}`);
    });
  }
  for (const table of SUMMED) {
    if (columnsOf(db, table).join() === `${summed(table)},sum`) continue;
    throw new RowError(`the table ${table} is not as it was made`);
  }
}

/** Columns that the sum of a table's rows is over. */
function summed(table: (typeof SUMMED)[number]): readonly string[] {
  return COLUMNS[table === "course" || table === "track" ? table : "level"];
}

function columnsOf(db: Database, table: string): readonly string[] {
  return db.rows(`PRAGMA table_info(${table})`).map((row) => text(row, "name"));
}
