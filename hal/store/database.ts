/**
 * A thin face for `node:sqlite`: prepared statements by their text, rows read with their types,
 * and SQLite's troubles told apart.
 */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { checksum } from "./checksum.ts";
import { type Row, RowError } from "./row.ts";

/** Numbers that SQLite can hold and a program cannot, which only damage makes. */
const TOO_LARGE = "Value is too large to be represented as a JavaScript number";

/**
 * Bytes that SQLite is to do with: pages of all files together, those that Deno itself has open included.
 * What it keeps beside is given up first; work that needs more has it until it is done.
 */
const ENOUGH = 1_500_000;

/** What may be bound to a `?`. */
export type Value = string | number | null;

/** Why SQLite could not do what it was asked for: no room, a broken file, or a disk that does not take writes. */
export type DatabaseTrouble = "full" | "damaged" | "unwritable";

/** Why the store could not; SQLite goes on writing into a file that has lost its name. */
export type Trouble = DatabaseTrouble | "gone";

/** SQLite's fixed texts; `node:sqlite` does not always give the number of the error. */
const TROUBLES: Readonly<Record<string, DatabaseTrouble>> = {
  "database or disk is full": "full",
  "database disk image is malformed": "damaged",
  "malformed database schema": "damaged",
  "file is not a database": "damaged",
  "unsupported file format": "damaged",
  "disk I/O error": "unwritable",
  "attempt to write a readonly database": "unwritable",
  "unable to open database file": "unwritable",
};

/** The kind of trouble behind an error; undefined for a mistake of the caller. */
export function troubleOf(error: unknown): DatabaseTrouble | undefined {
  if (error instanceof RowError || isTooLarge(error)) return "damaged";
  if (!(error instanceof Error)) return undefined;
  for (const [text, trouble] of Object.entries(TROUBLES)) {
    if (error.message.startsWith(text)) return trouble;
  }
  return undefined;
}

function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && error.message.startsWith(TOO_LARGE);
}

/** A connection to one SQLite file, or to a database in memory. */
export class Database {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #changes = 0;

  /** @param path file, or `:memory:` */
  constructor(path: string, options: { readonly readOnly?: boolean } = {}) {
    this.#db = new DatabaseSync(path, { readOnly: options.readOnly ?? false });
    this.#db.exec(`PRAGMA soft_heap_limit = ${ENOUGH}`);
    // With bigints, because a number that is too large would otherwise hang the call.
    this.#db.function(
      "checksum",
      { deterministic: true, varargs: true, useBigIntArguments: true },
      (...values: unknown[]) => checksum(values),
    );
  }

  /** True between BEGIN and COMMIT or ROLLBACK; SQLite may roll back by itself when the disk is full. */
  get inTransaction(): boolean {
    return this.#db.isTransaction;
  }

  /** Runs several statements without parameters. */
  script(sql: string): void {
    this.#db.exec(sql);
  }

  /** Rows that `run` has changed so far. */
  get changes(): number {
    return this.#changes;
  }

  /** Begins or ends a transaction, or sets something; changes no rows. */
  control(sql: string): void {
    this.#prepare(sql).run();
  }

  /** Runs one statement that changes rows. */
  run(sql: string, ...values: readonly Value[]): void {
    this.#changes += Number(this.#prepare(sql).run(...values).changes);
  }

  /** The first row, or undefined. */
  first(sql: string, ...values: readonly Value[]): Row | undefined {
    return this.#prepare(sql).get(...values);
  }

  /** All rows. One with a number that is too large for this program has it as a bigint. */
  rows(sql: string, ...values: readonly Value[]): readonly Row[] {
    const statement = this.#prepare(sql);
    try {
      return statement.all(...values);
    } catch (error) {
      if (!isTooLarge(error)) throw error;
      statement.setReadBigInts(true);
      try {
        return statement.all(...values).map(withNumbers);
      } finally {
        statement.setReadBigInts(false);
      }
    }
  }

  /** The rows before the first that cannot be read: Deno's `iterate` ends there without an error. */
  readableRows(sql: string, ...values: readonly Value[]): Iterable<Row> {
    return this.#prepare(sql).iterate(...values);
  }

  /** The number in the first column of the first row. */
  number(sql: string, ...values: readonly Value[]): number {
    const [value] = Object.values(this.first(sql, ...values) ?? {});
    if (typeof value === "number") return value;
    throw new RowError("a number was expected in the database");
  }

  /** All or nothing, for work outside of the store's own batches. */
  transaction(work: () => void): void {
    this.control("BEGIN IMMEDIATE");
    try {
      work();
      this.control("COMMIT");
    } catch (error) {
      this.rollback();
      throw error;
    }
  }

  /** Ends a transaction without its changes; does nothing when none is open. */
  rollback(): void {
    if (this.inTransaction) this.control("ROLLBACK");
  }

  /** Brings the file up to date and empties its log, which gives room back on a full disk. */
  checkpoint(): void {
    this.control("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  close(): void {
    this.#statements.clear();
    this.#db.close();
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

function withNumbers(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => {
      const number = typeof value === "bigint" ? Number(value) : value;
      return [
        column,
        Number.isInteger(number) && !Number.isSafeInteger(number)
          ? value
          : number,
      ];
    }),
  );
}

/** A text as the database gives it back: NUL, which would cut it, and lone surrogates become U+FFFD. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\uFFFD");
}
