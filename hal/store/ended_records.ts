import { AGE, type RecordAge } from "./record_age.ts";
import type { Reader } from "./reader.ts";
import { number, numberOrNone, type Row } from "./row.ts";

/** Of records whose age nobody can ever know, so many are kept. */
const UNDATED_KEPT = 10_000;

/** Records of a time of keeping that are looked at first: mostly the oldest one is young. */
const FIRST_LOOK = 8;
/** Those looked at afterwards, and at most by one call: there may be millions whose age is not known. */
const LOOK = 200, MOST = 400;

/** A record's age in ms. */
interface Aged {
  readonly id: number;
  readonly age: number | undefined;
}

/** Finds records that need not be kept any longer, part by part. */
export class EndedRecords {
  readonly #reader: Reader;
  readonly #age: RecordAge;
  /** Up to which number of each time of keeping was looked where the oldest ones said nothing. */
  readonly #seen = new Map<number, number>();

  constructor(reader: Reader, age: RecordAge) {
    this.#reader = reader;
    this.#age = age;
  }

  /** Numbers of at most `limit` of them. */
  find(limit: number): readonly number[] {
    const ended = [...this.#surplus(limit)];
    for (let keep = -1; ended.length < limit;) {
      const [next] = this.#reader.all(
        "SELECT keep FROM record WHERE keep > ? ORDER BY keep LIMIT 1",
        [keep],
        (row) => number(row, "keep"),
      );
      if (next === undefined) break;
      keep = next;
      ended.push(...this.#endedOf(keep, limit - ended.length));
    }
    return ended;
  }

  /** The oldest of those of earlier runs that have no date, beyond as many as are kept. */
  #surplus(limit: number): readonly number[] {
    const [run = 0] = this.#age.now();
    const [undated = 0] = this.#reader.all(
      "SELECT count(*) AS undated FROM record WHERE wall IS NULL AND run < ?",
      [run],
      (row) => number(row, "undated"),
    );
    if (undated <= UNDATED_KEPT) return [];
    return this.#reader.all(
      `SELECT id FROM record WHERE wall IS NULL AND run < ?
        ORDER BY run, id LIMIT ?`,
      [run, Math.min(limit, undated - UNDATED_KEPT)],
      (row) => number(row, "id"),
    );
  }

  /** Those of one time of keeping: they end in the order of writing, so the first that is too young ends the search. */
  #endedOf(keep: number, limit: number): readonly number[] {
    const ended: number[] = [];
    let after = this.#seen.get(keep) ?? 0, rows = FIRST_LOOK;
    for (let looked = 0; looked < MOST && ended.length < limit;) {
      const page = this.#page(keep, after, rows);
      // What is dated in the future says nothing about those behind it.
      const young = page.findIndex(({ age }) =>
        age !== undefined && age >= 0 && age <= keep * 1000
      );
      for (const { id, age } of young < 0 ? page : page.slice(0, young)) {
        if (age !== undefined && age > keep * 1000) ended.push(id);
      }
      if (young >= 0 || page.length < rows) {
        this.#seen.delete(keep);
        return ended.slice(0, limit);
      }
      after = page.at(-1)?.id ?? after;
      looked += rows;
      rows = LOOK;
    }
    this.#seen.set(keep, Math.min(after, ended[limit - 1] ?? after));
    return ended.slice(0, limit);
  }

  #page(keep: number, after: number, rows: number): readonly Aged[] {
    return this.#reader.all(
      `SELECT id, ${AGE} AS age FROM record WHERE keep = ? AND id > ? ORDER BY id LIMIT ?`,
      [...this.#age.now(), keep, after, rows],
      agedOf,
    );
  }
}

function agedOf(row: Row): Aged {
  return { id: number(row, "id"), age: numberOrNone(row, "age") };
}
