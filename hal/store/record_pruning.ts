import { dropEmpty, widen } from "./blocks.ts";
import { changeSql, soundSql } from "./checksum.ts";
import type { Database } from "./database.ts";
import { EndedRecords } from "./ended_records.ts";
import { AGE, type RecordAge } from "./record_age.ts";
import { recordOf } from "./records.ts";
import type { Reader } from "./reader.ts";
import { number } from "./row.ts";
import { COLUMNS } from "./tables.ts";
import type { Writer } from "./writer.ts";

/**
 * Records dropped by one call, by how long the last ones took: every ten minutes the least of them are
 * more than a car writes in a day.
 */
const STEP = { first: 100, least: 50, most: 400 };
/** A call ought to take so long, ms: nothing else runs meanwhile. */
const SHORT = 4, LONG = 8;

/** Records that a store has at most: beyond, the oldest go before their time, about 800 MB. */
export const MOST_RECORDS = 6_000_000;

/** Records of the queue whose age is looked at by one call. */
const QUEUE_STEP = 500;

/** Records looked through by one call: all of a year's within some days, and none twice a day. */
const SCRUB_STEP = 200, SCRUB_REST = 86_400_000;

/** Takes a record out of the queue. */
const UNQUEUE = changeSql(COLUMNS.record, { queued: "0" });

/** What records are pruned with. */
export interface PruningParts {
  readonly db: Database;
  readonly writer: Writer;
  readonly reader: Reader;
  readonly age: RecordAge;
  /** How many records there are, and how many there may be. */
  readonly count: () => number;
  readonly most: number;
  /** Monotonic time, ms. */
  readonly monotonic: () => number;
}

/** Ends records part by part, and looks at those that stay. */
export class RecordPruning {
  readonly #parts: PruningParts;
  readonly #ended: EndedRecords;
  #step = STEP.first;
  /** The last record that was looked at, and the last one of the queue whose age was. */
  #scrubbed = 0;
  #queueSeen = 0;
  /** When looking begins anew, ms. */
  #scrubAt = 0;

  constructor(parts: PruningParts) {
    this.#parts = parts;
    this.#ended = new EndedRecords(parts.reader, parts.age);
  }

  /** Takes records that are too old for the server out of the queue, and drops some of those that were kept long enough. */
  prune(): void {
    const { db, writer, monotonic } = this.#parts, begin = monotonic();
    const late = this.#late();
    const over = this.#over(),
      ended = [
        ...over,
        ...this.#ended.find(this.#step - over.length),
      ];
    if (late.length === 0 && ended.length === 0) return;
    let took = 0;
    writer.perhaps(() => {
      db.run(
        `UPDATE record SET ${UNQUEUE} WHERE id IN (SELECT value FROM json_each(?))`,
        JSON.stringify(late),
      );
      db.run(
        // What is damaged may say a wrong age.
        `DELETE FROM record WHERE id IN (SELECT value FROM json_each(?)) AND ${
          soundSql(COLUMNS.record)
        }`,
        JSON.stringify(ended),
      );
      dropEmpty(db, ended);
      // Without the commit: a memory card's time for it does not depend on how much it is.
      took = monotonic() - begin;
    });
    this.#adapt(took);
  }

  /** The oldest of too many, but for those that still wait for a reader. */
  #over(): readonly number[] {
    const { reader, count, most } = this.#parts, excess = count() - most;
    if (excess <= 0) return [];
    return reader.all(
      "SELECT id FROM record WHERE queued = 0 ORDER BY id LIMIT ?",
      [Math.min(excess, this.#step)],
      (row) => number(row, "id"),
    );
  }

  #adapt(took: number): void {
    const to = took > LONG ? this.#step / 2 : took < SHORT ? this.#step * 2 : 0;
    if (to !== 0) this.#step = Math.max(STEP.least, Math.min(STEP.most, to));
  }

  /**
   * Of the next part of the queue, what waited too long. All of it is looked at in turn; what is too old
   * in the rest is not sent meanwhile.
   */
  #late(): readonly number[] {
    const { reader, age } = this.#parts;
    const rows = reader.all(
      `SELECT id, ${AGE} > lifetime * 1000 AS late FROM record
        WHERE queued > 0 AND id > ? ORDER BY id LIMIT ?`,
      [...age.now(), this.#queueSeen, QUEUE_STEP],
      (row) => ({ id: number(row, "id"), late: row["late"] === 1 }),
    );
    this.#queueSeen = rows.length < QUEUE_STEP ? 0 : rows.at(-1)?.id ?? 0;
    return rows.filter(({ late }) => late).map(({ id }) => id);
  }

  /** Looks at some records whether they are as they were written: in the end, at all of them. */
  scrub(): void {
    const { db, writer, reader, monotonic } = this.#parts;
    const from = this.#scrubbed + 1;
    if (monotonic() < this.#scrubAt) return;
    let last = 0;
    reader.all(
      "SELECT * FROM record WHERE id >= ? ORDER BY id LIMIT ?",
      [from, SCRUB_STEP],
      (row) => {
        if (typeof row["id"] === "number") last = row["id"];
        return recordOf(row);
      },
      "record",
    );
    this.#scrubbed = last;
    if (last === 0) {
      this.#scrubAt = monotonic() + SCRUB_REST;
      return;
    }
    writer.perhaps(() => widen(db, { from, to: last + 1 }));
  }
}
