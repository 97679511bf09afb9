import { type Database, type Row, troubleOf, type Value } from "./database.ts";
import type { Problems } from "./problems.ts";

/** Reads rows without ever failing on a damaged file: what can be read is given, the rest is told. */
export class Reader {
  readonly #db: Database;
  readonly #problems: Problems;

  constructor(db: Database, problems: Problems) {
    this.#db = db;
    this.#problems = problems;
  }

  /** Rows as `decode` makes them. */
  all<T>(sql: string, values: readonly Value[], decode: (row: Row) => T): T[] {
    try {
      return this.#db.rows(sql, ...values).map(decode);
    } catch (error) {
      if (!troubleOf(error)) throw error;
      this.#problems.report(
        "read",
        "the store's file is damaged: a part of what is stored could not be read; start the program again to repair it",
      );
      return this.#readable(sql, values, decode);
    }
  }

  #readable<T>(
    sql: string,
    values: readonly Value[],
    decode: (row: Row) => T,
  ): T[] {
    const found: T[] = [];
    try {
      for (const row of this.#db.readableRows(sql, ...values)) {
        found.push(decode(row));
      }
    } catch (error) {
      if (!troubleOf(error)) throw error;
    }
    return found;
  }
}
