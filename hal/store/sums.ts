import type { HistoryQuery } from "../mod.ts";
import { type Range, rangesOf } from "./blocks.ts";
import { type Database, troubleOf } from "./database.ts";
import { isSound } from "./checksum.ts";
import type { Reader } from "./reader.ts";
import { number, RowError, text } from "./row.ts";
import { blocksSql, COUNTS, SUMMED } from "./tables.ts";
import type { Writer } from "./writer.ts";

/** What the tables are made of again. */
const AGAIN = {
  record_count: COUNTS,
  record_block: blocksSql("true"),
} as const satisfies Record<keyof typeof SUMMED, string>;

const TABLES = ["record_count", "record_block"] as const;

/**
 * What is summed up over the records: bits flip in it, too. Where one did, the records themselves are
 * gone through until it is made again.
 */
export class Sums {
  readonly #db: Database;
  readonly #reader: Reader;
  readonly #writer: Writer;
  #wrong = false;

  constructor(db: Database, reader: Reader, writer: Writer) {
    this.#db = db;
    this.#reader = reader;
    this.#writer = writer;
    this.#wrong = !TABLES.every((table) => this.#isSound(table));
    this.mend();
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
    const known = this.#unlessWrong(() =>
      this.#db.rows("SELECT * FROM record_count").map((row) => {
        if (!isSound(row, SUMMED.record_count)) throw new RowError("a count");
        return [text(row, "type"), number(row, "records")] as const;
      })
    );
    return new Map(
      known ?? this.#reader.all(
        "SELECT type, count(*) AS records FROM record GROUP BY type",
        [],
        (row) => [text(row, "type"), number(row, "records")] as const,
      ),
    );
  }

  /** Where records of a span are. */
  ranges(query: HistoryQuery): readonly Range[] {
    return this.#unlessWrong(() => rangesOf(this.#db, query)) ??
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
