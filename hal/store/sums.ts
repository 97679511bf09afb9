import type { HistoryQuery } from "../mod.ts";
import { type Range, rangesOf } from "./blocks.ts";
import { type Database, troubleOf } from "./database.ts";
import { isSound } from "./checksum.ts";
import type { Reader } from "./reader.ts";
import { number, type Row, RowError, text } from "./row.ts";
import {
  ALL_SUMMED,
  BLOCKS,
  COUNTS,
  COUNTS_BEHIND,
  SUMMED,
  TAKE_IN,
} from "./tables.ts";
import type { Writer } from "./writer.ts";

/** What the tables are made of again. */
const AGAIN = {
  record_count: COUNTS,
  record_block: BLOCKS,
  record_summed: ALL_SUMMED,
} as const satisfies Record<keyof typeof SUMMED, string>;

const TABLES = ["record_count", "record_block", "record_summed"] as const;

/** Records that are not summed up, at most: each look at the sums goes through them. */
const PART = 500;

type Counts = readonly (readonly [type: string, records: number])[];

/**
 * What is summed up over the records, part by part: how many of each type there are, and between which
 * times they were written. Bits flip in it, too. Where one did, the records themselves are gone through
 * until it is made again.
 */
export class Sums {
  readonly #db: Database;
  readonly #reader: Reader;
  readonly #writer: Writer;
  #wrong = false;
  /** Records that were written since the last part was summed up, or more. */
  #waiting = 0;

  constructor(db: Database, reader: Reader, writer: Writer) {
    this.#db = db;
    this.#reader = reader;
    this.#writer = writer;
    this.#wrong = !TABLES.every((table) => this.#isSound(table));
    this.mend();
    this.#waiting = this.#unlessWrong(() => this.#since(this.#upto())) ?? 0;
  }

  #isSound(table: keyof typeof SUMMED): boolean {
    return this.#unlessWrong(() =>
      this.#db.number(
        `SELECT count(*) FROM ${table} WHERE sum IS NOT checksum(${
          SUMMED[table].join(", ")
        })`,
      )
    ) === 0;
  }

  #since(upto: number): number {
    return this.#db.number("SELECT count(*) FROM record WHERE id > ?", upto);
  }

  /**
   * The number up to which all records are summed up.
   * @throws RowError where it is not as it was written
   */
  #upto(): number {
    const row = this.#db.first("SELECT * FROM record_summed");
    if (!row || !isSound(row, SUMMED.record_summed)) {
      throw new RowError("a mark");
    }
    return number(row, "upto");
  }

  /** A record was written, in the batch under way. */
  added(): void {
    if (++this.#waiting >= PART) this.#takeIn();
  }

  /** Sums up what was written since the last time: before records are dropped, and now and then. */
  takeIn(): void {
    if (this.#waiting > 0) this.#writer.perhaps(() => this.#takeIn());
  }

  #takeIn(): void {
    this.#waiting = 0;
    const upto = this.#unlessWrong(() => this.#upto());
    if (upto === undefined) return;
    for (const sql of TAKE_IN) this.#db.run(sql, upto);
    this.#db.run(`INSERT OR REPLACE INTO record_summed ${ALL_SUMMED}`);
  }

  /** Makes all of it again where something is wrong. */
  mend(): void {
    if (!this.#wrong) return;
    this.#wrong = !this.#writer.perhaps(() => {
      for (const table of TABLES) {
        this.#db.run(`DELETE FROM ${table}`);
        this.#db.run(`INSERT INTO ${table} ${AGAIN[table]}`);
      }
    });
  }

  /** How many records of each type the file has. */
  counts(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (
      const [type, records] of this.#unlessWrong(() => this.#known()) ??
        this.#counted()
    ) {
      counts.set(type, (counts.get(type) ?? 0) + records);
    }
    return counts;
  }

  /** As summed up, and those that are not yet. */
  #known(): Counts {
    const sums = this.#db.rows("SELECT * FROM record_count").map((row) => {
      if (!isSound(row, SUMMED.record_count)) throw new RowError("a count");
      return countOf(row);
    });
    const since = this.#db.rows(COUNTS_BEHIND, this.#upto());
    return [...sums, ...since.map(countOf)];
  }

  /** Gone through. */
  #counted(): Counts {
    return this.#reader.all(
      "SELECT type, count(*) AS records FROM record GROUP BY type",
      [],
      countOf,
    );
  }

  /** Where records of a span are. */
  ranges(query: HistoryQuery): readonly Range[] {
    return this.#unlessWrong(() => rangesOf(this.#db, this.#upto(), query)) ??
      [{ from: 0, to: Infinity }];
  }

  #unlessWrong<T>(look: () => T): T | undefined {
    if (this.#wrong) return undefined;
    try {
      return look();
    } catch (error) {
      if (!troubleOf(error)) throw error;
      this.#wrong = true;
      return undefined;
    }
  }
}

function countOf(row: Row): Counts[number] {
  return [text(row, "type"), number(row, "records")];
}
