import { type Database, troubleOf, type Value } from "./database.ts";
import type { Mender } from "./mender.ts";
import type { Problems } from "./problems.ts";
import { type Row, RowError } from "./row.ts";
import type { Numbered } from "./tables.ts";

/** Reads rows without ever failing on a damaged file: what can be read is given, the rest is told. */
export class Reader {
  readonly #db: Database;
  readonly #problems: Problems;
  readonly #mender: Mender;
  readonly #suspect: () => void;

  /** @param suspect told when the file itself is damaged */
  constructor(
    db: Database,
    problems: Problems,
    mender: Mender,
    suspect: () => void,
  ) {
    this.#db = db;
    this.#problems = problems;
    this.#mender = mender;
    this.#suspect = suspect;
  }

  /**
   * Rows as `decode` makes them, without those that are damaged.
   * @param table in whose copies a damaged row is looked for
   */
  all<T>(
    sql: string,
    values: readonly Value[],
    decode: (row: Row) => T,
    table?: Numbered,
  ): T[] {
    return this.#rows(sql, values).flatMap((row) => {
      try {
        return [decode(row)];
      } catch (error) {
        if (!(error instanceof RowError)) throw error;
        return this.#mended(row, decode, table);
      }
    });
  }

  #rows(sql: string, values: readonly Value[]): readonly Row[] {
    try {
      return this.#db.rows(sql, ...values);
    } catch (error) {
      if (!troubleOf(error)) throw error;
      this.#suspect();
      this.#problems.report(
        "read",
        "the store's file is damaged: a part of what is stored could not be read; start the program again to repair it",
      );
      return this.#readable(sql, values);
    }
  }

  /** The row as a copy has it. */
  #mended<T>(
    row: Row,
    decode: (row: Row) => T,
    table: Numbered | undefined,
  ): T[] {
    const { id } = row;
    const found = table && typeof id === "number"
      ? this.#mender.find(table, id)
      : undefined;
    if (found) {
      this.#problems.report(
        "mended",
        "the memory card changed what was stored: damaged records or messages were taken from the last good copy",
      );
      return [decode(found)];
    }
    this.#problems.report(
      "row",
      "the memory card changed what was stored: damaged records or messages are left out",
    );
    return [];
  }

  #readable(sql: string, values: readonly Value[]): readonly Row[] {
    const found: Row[] = [];
    try {
      for (const row of this.#db.readableRows(sql, ...values)) found.push(row);
    } catch (error) {
      if (!troubleOf(error)) throw error;
    }
    return found;
  }
}
