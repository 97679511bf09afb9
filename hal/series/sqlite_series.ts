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
import { changeSql, checksum, isSound, summedSql } from "../store/checksum.ts";
import {
  type Database,
  type DatabaseTrouble,
  troubleOf,
} from "../store/database.ts";
import { number, numberOrNone, type Row, text } from "../store/row.ts";
import { COLUMNS, LEVELS, type TRACK } from "./tables.ts";

const SOUND = summedSql(COLUMNS.level);
/** What becomes of a stretch that goes on; a wrong sum stays wrong. */
const GOES_ON = changeSql(COLUMNS.level, {
  min: "min(min, excluded.min)",
  max: "max(max, excluded.max)",
  mean:
    "((mean * count + excluded.mean * excluded.count) / (count + excluded.count))",
  count: "(count + excluded.count)",
}, SOUND);

/** Rows that one call drops of a level: more would hold up the program. */
const PRUNE_STEP = 500;

/** What a trouble of the disk costs. */
const PROBLEMS: Readonly<Record<DatabaseTrouble, string>> = {
  full: "The disk is full: courses over time are not kept",
  damaged:
    "The file of the courses over time cannot be used: start the program again to begin anew",
  unwritable: "The disk does not take writes: courses over time are not kept",
};

/** The courses in an open database. */
export class SqliteSeries implements Series {
  readonly #db: Database;
  readonly #ids = new Map<string, number>();
  /** Courses that the transaction under way began. */
  #begun: string[] = [];
  /** Course from which the next call prunes on. */
  #next = 0;
  readonly #found: string | undefined;
  readonly #suspect: () => void;
  #trouble: DatabaseTrouble | undefined;
  /** Whether there was something that is not as it was written. */
  #damaged = false;

  /**
   * @param found the problem of the opening
   * @param suspect notes that the file is to be put aside at the next start
   */
  constructor(
    db: Database,
    { found, suspect = () => {} }: {
      readonly found?: string;
      readonly suspect?: () => void;
    } = {},
  ) {
    this.#db = db;
    this.#found = found;
    this.#suspect = suspect;
    for (const row of this.#sound(db.rows("SELECT * FROM course"), "course")) {
      this.#ids.set(text(row, "name"), number(row, "id"));
    }
  }

  get problem(): string | undefined {
    if (this.#trouble !== undefined) return PROBLEMS[this.#trouble];
    if (this.#found !== undefined || !this.#damaged) return this.#found;
    return "Some of the courses over time are not as they were written, as happens to an old memory card: they are left out";
  }

  /** The rows that are as they were written. */
  #sound(rows: readonly Row[], of: keyof typeof COLUMNS): readonly Row[] {
    const sound = rows.filter((row) => isSound(row, COLUMNS[of]));
    if (sound.length < rows.length) this.#damaged = true;
    return sound;
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
      if (this.#trouble !== "damaged") this.#trouble = undefined;
    } catch (error) {
      // Their numbers are free again, and may become those of other courses.
      for (const name of this.#begun) this.#ids.delete(name);
      this.#failed(error);
    } finally {
      this.#begun = [];
    }
  }

  /** A stretch that was begun before a restart is continued. */
  #add(level: SeriesLevel, row: SeriesRow): void {
    const { at, min, max, mean, count } = row;
    const values = [this.#idOf(row.name), at, min, max, mean, count];
    this.#db.run(
      `INSERT INTO ${level} VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET ${GOES_ON}`,
      ...values,
      checksum(values),
    );
  }

  /** Of two points of the same time the later one stays: the clock was set back. */
  #follow(point: TrackPoint): void {
    const values = COLUMNS.track.map((name) => point[name]);
    this.#db.run(
      `INSERT OR REPLACE INTO track (${
        COLUMNS.track.join(", ")
      }, sum) VALUES (${COLUMNS.track.map(() => "?").join(", ")}, ?)`,
      ...values,
      checksum(values),
    );
  }

  track(since: number, until: number): TrackPoint[] {
    try {
      const rows = this.#db.rows(
        "SELECT * FROM track WHERE at >= ? AND at < ? ORDER BY at",
        since,
        until,
      );
      return this.#sound(rows, "track").map((row) => {
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
    this.#db.run(
      "UPDATE course SET name = ?2, sum = ?3 WHERE id = ?1",
      id,
      name,
      checksum([id, name]),
    );
    this.#ids.set(name, id);
    this.#begun.push(name);
    return id;
  }

  read({ name, level, since, until, step = 1 }: SeriesQuery): SeriesPoint[] {
    const id = this.#ids.get(name);
    if (id === undefined) return [];
    try {
      const rows = this.#db.rows(
        `SELECT at / CAST(?1 AS INTEGER) * CAST(?1 AS INTEGER) AS at, min(min) AS min, max(max) AS max,
            sum(mean * count) / sum(count) AS mean, count(*) AS rows
          FROM ${level} WHERE course = ?2 AND at >= ?3 AND at < ?4 AND ${SOUND}
          GROUP BY at / CAST(?1 AS INTEGER) ORDER BY 1`,
        Math.max(1, Math.round(step)),
        id,
        since,
        until,
      );
      const sound = rows.reduce((sum, row) => sum + number(row, "rows"), 0);
      if (sound < this.#count(level, id, since, until)) this.#damaged = true;
      return rows.map((row) => ({
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

  #count(
    level: SeriesLevel,
    id: number,
    since: number,
    until: number,
  ): number {
    return this.#db.number(
      `SELECT count(*) FROM ${level} WHERE course = ? AND at >= ? AND at < ?`,
      id,
      since,
      until,
    );
  }

  names(): ReadonlyMap<
    string,
    { readonly first: number; readonly last: number }
  > {
    const end = (id: number, order: "ASC" | "DESC") =>
      LEVELS.flatMap((level) =>
        this.#db.rows(
          `SELECT at FROM ${level} WHERE course = ? AND ${SOUND} ORDER BY at ${order} LIMIT 1`,
          id,
        ).map((row) => number(row, "at"))
      );
    try {
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
    } catch (error) {
      this.#failed(error);
      return new Map();
    }
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
    this.#trouble = trouble;
    if (trouble === "damaged") this.#suspect();
  }

  close(): void {
    this.#db.close();
  }
}
