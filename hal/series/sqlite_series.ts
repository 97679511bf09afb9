import type {
  Series,
  SeriesEnds,
  SeriesLevel,
  SeriesPoint,
  SeriesQuery,
  SeriesRow,
  SeriesRows,
  TrackPoint,
} from "../mod.ts";
import { type Database, troubleOf } from "../store/database.ts";
import { number, numberOrNone, text } from "../store/row.ts";

/** Version of the tables. */
export const VERSION = 2;

const LEVELS: readonly SeriesLevel[] = ["raw", "minute", "hour"];

/** Columns of the track behind its time. */
const TRACK = [
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

/** The tables: names, one of points for each level, and the track; those of before get what is missing. */
export const SCHEMA = `
  CREATE TABLE IF NOT EXISTS course (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  ${
  LEVELS.map((level) => `
  CREATE TABLE IF NOT EXISTS ${level} (
    course INTEGER NOT NULL, at INTEGER NOT NULL,
    min REAL NOT NULL, max REAL NOT NULL, mean REAL NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (course, at)
  ) STRICT, WITHOUT ROWID;`).join("")
}
  CREATE TABLE IF NOT EXISTS track (
    at INTEGER PRIMARY KEY, ${TRACK.map((name) => `${name} REAL`).join(", ")}
  ) STRICT;
  PRAGMA user_version = ${VERSION};
`;

/** Rows that one call drops of a level: more would hold up the program. */
const PRUNE_STEP = 500;

/** The courses in an open database. */
export class SqliteSeries implements Series {
  readonly #db: Database;
  readonly #ids = new Map<string, number>();
  /** Course from which the next call prunes on. */
  #next = 0;
  #problem: string | undefined;

  /** @param problem what was found when it was opened */
  constructor(db: Database, problem?: string) {
    this.#db = db;
    this.#problem = problem;
    for (const row of db.rows("SELECT id, name FROM course")) {
      this.#ids.set(text(row, "name"), number(row, "id"));
    }
  }

  get problem(): string | undefined {
    return this.#problem;
  }

  get bytes(): number {
    const free = this.#db.number("PRAGMA freelist_count");
    return (this.#db.number("PRAGMA page_count") - free) *
      this.#db.number("PRAGMA page_size");
  }

  write(rows: SeriesRows): void {
    try {
      this.#db.transaction(() => {
        for (const level of LEVELS) {
          for (const row of rows[level] ?? []) this.#add(level, row);
        }
        for (const point of rows.track ?? []) this.#follow(point);
      });
    } catch (error) {
      this.#failed(error);
    }
  }

  /** A stretch that was begun before a restart is continued. */
  #add(level: SeriesLevel, row: SeriesRow): void {
    this.#db.run(
      `INSERT INTO ${level} VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
        min = min(min, excluded.min), max = max(max, excluded.max),
        mean = (mean * count + excluded.mean * excluded.count) / (count + excluded.count),
        count = count + excluded.count`,
      this.#idOf(row.name),
      row.at,
      row.min,
      row.max,
      row.mean,
      row.count,
    );
  }

  /** Of two points of the same time the later one stays: the clock was set back. */
  #follow(point: TrackPoint): void {
    this.#db.run(
      `INSERT OR REPLACE INTO track (at, ${TRACK.join(", ")}) VALUES (?, ${
        TRACK.map(() => "?").join(", ")
      })`,
      point.at,
      ...TRACK.map((name) => point[name]),
    );
  }

  track(since: number, until: number): TrackPoint[] {
    try {
      return this.#db.rows(
        "SELECT * FROM track WHERE at >= ? AND at < ? ORDER BY at",
        since,
        until,
      ).map((row) => {
        const value = (name: (typeof TRACK)[number]) =>
          numberOrNone(row, name) ?? null;
        return {
          at: number(row, "at"),
          latitude: value("latitude"),
          longitude: value("longitude"),
          altitude: value("altitude"),
          speed: value("speed"),
          power: value("power"),
          soc: value("soc"),
          used: value("used"),
          recovered: value("recovered"),
          temperature: value("temperature"),
        };
      });
    } catch (error) {
      this.#failed(error);
      return [];
    }
  }

  #idOf(name: string): number {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    this.#db.run("INSERT OR IGNORE INTO course (name) VALUES (?)", name);
    const id = this.#db.number("SELECT id FROM course WHERE name = ?", name);
    this.#ids.set(name, id);
    return id;
  }

  read({ name, level, since, until, step = 1 }: SeriesQuery): SeriesPoint[] {
    const id = this.#ids.get(name);
    if (id === undefined) return [];
    try {
      return this.#db.rows(
        `SELECT at / CAST(?1 AS INTEGER) * CAST(?1 AS INTEGER) AS at, min(min) AS min, max(max) AS max,
            sum(mean * count) / sum(count) AS mean
          FROM ${level} WHERE course = ?2 AND at >= ?3 AND at < ?4
          GROUP BY at / CAST(?1 AS INTEGER) ORDER BY 1`,
        Math.max(1, Math.round(step)),
        id,
        since,
        until,
      ).map((row) => ({
        at: number(row, "at"),
        min: number(row, "min"),
        max: number(row, "max"),
        mean: number(row, "mean"),
      }));
    } catch (error) {
      this.#failed(error);
      return [];
    }
  }

  names(): ReadonlyMap<
    string,
    { readonly first: number; readonly last: number }
  > {
    const end = (id: number, order: "ASC" | "DESC") =>
      LEVELS.flatMap((level) =>
        this.#db.rows(
          `SELECT at FROM ${level} WHERE course = ? ORDER BY at ${order} LIMIT 1`,
          id,
        ).map((row) => number(row, "at"))
      );
    return new Map(
      [...this.#ids].sort().flatMap(([name, id]) => {
        const first = end(id, "ASC"), last = end(id, "DESC");
        return first.length === 0 ? [] : [
          [name, {
            first: Math.min(...first),
            last: Math.max(...last),
          }] as const,
        ];
      }),
    );
  }

  prune(before: SeriesEnds, most = Infinity): void {
    const ids = [...this.#ids.values()];
    const id = ids[this.#next++ % Math.max(1, ids.length)];
    try {
      // All but the hours, which are few and of which a year lives
      const early = this.bytes > most ? ["raw", "minute", "track"] : [];
      const end = (of: keyof SeriesEnds) =>
        early.includes(of) ? Number.MAX_SAFE_INTEGER : before[of];
      this.#db.transaction(() => {
        this.#pruneTrack(end("track"));
        if (id === undefined) return;
        for (const level of LEVELS) {
          this.#db.run(
            `DELETE FROM ${level} WHERE course = ?1 AND at IN (
              SELECT at FROM ${level} WHERE course = ?1 AND at < ?2 ORDER BY at LIMIT ${PRUNE_STEP})`,
            id,
            end(level),
          );
        }
      });
    } catch (error) {
      this.#failed(error);
    }
  }

  #pruneTrack(before: number): void {
    this.#db.run(
      `DELETE FROM track WHERE at IN (
        SELECT at FROM track WHERE at < ? ORDER BY at LIMIT ${PRUNE_STEP})`,
      before,
    );
  }

  /** Courses are for looking at: a disk that takes none costs them, and nothing else. */
  #failed(error: unknown): void {
    const trouble = troubleOf(error);
    if (trouble === undefined) throw error;
    this.#problem = trouble === "full"
      ? "The disk is full: courses over time are not kept"
      : "The file of the courses over time cannot be used: start the program again to begin anew";
  }

  close(): void {
    this.#db.close();
  }
}
