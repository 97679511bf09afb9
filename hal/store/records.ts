import type {
  HistoryQuery,
  HistoryRecord,
  RecordReader,
  Stamp,
  Stored,
} from "../mod.ts";
import { changeSql, checkRow, checksum, soundSql } from "./checksum.ts";
import { type Database, storable, type Value } from "./database.ts";
import { number, numberOrNone, type Row, text } from "./row.ts";
import { COLUMNS, insertSql } from "./tables.ts";
import type { Reader } from "./reader.ts";
import { stampOf, stampValues } from "./stamps.ts";
import type { Timeline } from "./timeline.ts";
import type { Writer } from "./writer.ts";

/** Of records whose age nobody can ever know, so many are kept (for each time of keeping). */
const UNDATED_KEPT = 10_000;

/** Records dropped by one call: more would hold up the program. In a day it is more than a car writes. */
const PRUNE_STEP = 200;

const DAY = 86_400_000;
/** A time away that needs some proof, and for how long the wall has to say so, ms. */
const AWAY = 30 * DAY, SURE = DAY;

/** Records of the queue whose age is looked at by one call. */
const QUEUE_STEP = 500;

/**
 * What a query asks for, and its values.
 * @param id, wall the columns; a plus keeps SQLite from taking the index of what stands behind it
 */
function conditionsOf(
  { type, since, until, after }: HistoryQuery,
  id: string,
  wall: string,
): readonly [where: string, values: readonly Value[]] {
  const conditions: readonly (readonly [string, Value | undefined])[] = [
    ["type = ?", type],
    [`${wall} >= ?`, since],
    [`${wall} < ?`, until],
    [`${id} > ?`, after],
  ];
  const where: string[] = ["true"], values: Value[] = [];
  for (const [condition, value] of conditions) {
    if (value === undefined) continue;
    where.push(condition);
    values.push(value);
  }
  return [where.join(" AND "), values];
}

/** Records that are looked at first. */
const FIRST_LOOK = 8;

/**
 * How old a record is, ms; NULL if nobody can know. Its `?` are the present run, monotonic and wall
 * time. Within one run the monotonic time decides, which does not jump; over runs the wall's, where
 * both are known. The age of something dated in the future is negative.
 */
const AGE = "CASE run WHEN ? THEN ? - monotonic ELSE ? - wall END";

/** Takes a record out of the queue. */
const UNQUEUE = changeSql(COLUMNS.record, { queued: "0" });
/** Readers that a record waits for, as bits. */
const READER = { server: 1, broker: 2, any: 3 } as const;
/** Takes a record out of one reader's queue. */
const ACKNOWLEDGE = {
  server: changeSql(COLUMNS.record, { queued: `queued & ~${READER.server}` }),
  broker: changeSql(COLUMNS.record, { queued: `queued & ~${READER.broker}` }),
} as const;
/** What waits for a reader; the first half is what the index is made over. */
const waits = (reader: keyof typeof READER) =>
  `queued > 0 AND queued & ${READER[reader]}`;

function bitsOf(queue: boolean | readonly RecordReader[]): number {
  if (typeof queue === "boolean") return queue ? READER.server : 0;
  return queue.reduce((bits, reader) => bits | READER[reader], 0);
}

/** Records looked through in a minute: all of a year's within some days. */
const SCRUB_STEP = 500;

/** History records and those of them that wait for the server. */
export class Records {
  readonly #db: Database;
  readonly #writer: Writer;
  readonly #reader: Reader;
  readonly #timeline: Timeline;
  /** The last record that was looked at, and the last one of the queue whose age was. */
  #scrubbed = 0;
  #queueSeen = 0;
  /** Wall time of the newest record of earlier runs; undefined without one. */
  readonly #last: number | undefined;

  constructor(
    db: Database,
    writer: Writer,
    reader: Reader,
    timeline: Timeline,
  ) {
    this.#db = db;
    this.#writer = writer;
    this.#reader = reader;
    this.#timeline = timeline;
    this.#last = this.#reader.all(
      "SELECT wall FROM record WHERE wall IS NOT NULL ORDER BY id DESC LIMIT 1",
      [],
      (row) => number(row, "wall"),
    )[0];
  }

  add(
    record: HistoryRecord,
    queue: boolean | readonly RecordReader[],
  ): Stored<HistoryRecord> {
    const stored = {
      id: this.#writer.nextId(),
      at: this.#timeline.stamp(),
      type: storable(record.type),
      number: record.number,
      lifetime: record.lifetime,
      keep: Math.max(record.keep, record.lifetime),
      data: storable(record.data),
    };
    const row = [
      ...stampValues(stored.id, stored.at),
      stored.type,
      stored.number,
      stored.lifetime,
      stored.keep,
      stored.data,
      bitsOf(queue),
    ];
    const sum = checksum(row);
    const insert = (table: string) =>
      this.#db.run(insertSql(table, "record"), ...row, sum);
    this.#writer.leniently(
      () => insert("record"),
      () => insert("record_spill"),
    );
    return stored;
  }

  /** Records in the order of writing. A query by time leaves out those whose time is not known. */
  query(query: HistoryQuery): readonly Stored<HistoryRecord>[] {
    const limit = query.limit ?? -1;
    if (this.#isLate(query)) {
      const [where, values] = conditionsOf(query, "+id", "wall");
      return this.#read(
        // Of what the time finds only the numbers are put in order
        `id IN (SELECT id FROM (
          SELECT id FROM temp.record_spill WHERE ${where}
          UNION ALL
          SELECT id FROM main.record WHERE ${where}
            AND id NOT IN (SELECT id FROM temp.record_spill)
        ) ORDER BY id LIMIT ?) ORDER BY id`,
        [...values, ...values, limit],
      );
    }
    const [where, values] = conditionsOf(query, "id", "+wall");
    return this.#read(`${where} ORDER BY id LIMIT ?`, [...values, limit]);
  }

  #read(
    where: string,
    values: readonly Value[],
  ): readonly Stored<HistoryRecord>[] {
    return this.#reader.all(
      `SELECT * FROM record_all WHERE ${where}`,
      values,
      recordOf,
      "record",
    );
  }

  /**
   * Whether a span begins so late that its records are found quicker by their time than by going through
   * those before it in the order of writing.
   */
  #isLate({ type, since, until }: HistoryQuery): boolean {
    if (type === undefined || since === undefined) return false;
    const now = this.#timeline.stamp().wall ?? Infinity;
    const [oldest = since] = this.#reader.all(
      "SELECT min(wall) AS wall FROM main.record WHERE type = ?",
      [type],
      (row) => numberOrNone(row, "wall") ?? since,
    );
    return (until ?? now) - since < since - oldest;
  }

  types(): ReadonlyMap<string, number> {
    return new Map(this.#reader.all(
      `SELECT type, sum(records) AS records FROM (
        SELECT type, records FROM record_count
        UNION ALL
        SELECT type, count(*) FROM record_spill
          WHERE id NOT IN (SELECT id FROM main.record) GROUP BY type
      ) GROUP BY type HAVING sum(records) > 0 ORDER BY type`,
      [],
      (row) => [text(row, "type"), number(row, "records")],
    ));
  }

  /** Records that wait for a reader and are not too old for it, oldest first. */
  unsent(
    limit: number,
    reader: RecordReader | "any" = "server",
  ): readonly Stored<HistoryRecord>[] {
    return this.#reader.all(
      `SELECT * FROM record_all
        WHERE ${
        waits(reader)
      } AND coalesce(${AGE} <= lifetime * 1000, true) ORDER BY id LIMIT ?`,
      [...this.#now(), limit],
      recordOf,
      "record",
    );
  }

  acknowledge(
    ids: readonly number[],
    reader: RecordReader = "server",
  ): void {
    const list = JSON.stringify(ids), change = ACKNOWLEDGE[reader];
    this.#writer.leniently(
      () =>
        this.#db.run(
          `UPDATE record SET ${change} WHERE ${
            waits(reader)
          } AND id IN (SELECT value FROM json_each(?))`,
          list,
        ),
      () => {
        this.#db.run(
          `INSERT OR IGNORE INTO record_spill SELECT * FROM main.record
            WHERE ${waits(reader)} AND id IN (SELECT value FROM json_each(?))`,
          list,
        );
        this.#db.run(
          `UPDATE record_spill SET ${change} WHERE id IN (SELECT value FROM json_each(?))`,
          list,
        );
      },
    );
  }

  /** Takes records that are too old for the server out of the queue, and drops some of those that were kept long enough. */
  prune(): void {
    const ended = this.#ended(PRUNE_STEP), [after, to] = this.#nextQueued();
    this.#writer.perhaps(() => {
      this.#db.run(
        `UPDATE record SET ${UNQUEUE} WHERE queued > 0 AND id > ? AND id <= ? AND ${AGE} > lifetime * 1000`,
        after,
        to,
        ...this.#now(),
      );
      this.#db.run(
        // What is damaged may say a wrong age.
        `DELETE FROM record WHERE id IN (SELECT value FROM json_each(?)) AND ${
          soundSql(COLUMNS.record)
        }`,
        JSON.stringify(ended),
      );
    });
  }

  /**
   * The next part of the queue: from behind one number to another. All of it is looked at in turn; what
   * is too old in the rest is not sent meanwhile.
   */
  #nextQueued(): readonly [after: number, to: number] {
    const after = this.#queueSeen;
    const ids = this.#reader.all(
      "SELECT id FROM record WHERE queued > 0 AND id > ? ORDER BY id LIMIT ?",
      [after, QUEUE_STEP],
      (row) => number(row, "id"),
    );
    const to = ids.at(-1) ?? after;
    this.#queueSeen = ids.length < QUEUE_STEP ? 0 : to;
    return [after, to];
  }

  /** Looks at some records whether they are as they were written: in the end, at all of them. */
  scrub(): void {
    const seen = this.#reader.all(
      "SELECT * FROM record WHERE id > ? ORDER BY id LIMIT ?",
      [this.#scrubbed, SCRUB_STEP],
      (row) => recordOf(row).id,
      "record",
    );
    this.#scrubbed = seen.at(-1) ?? 0;
  }

  /** Values for `AGE`. */
  #now(): readonly Value[] {
    const now = this.#timeline.cautious();
    const wall = this.#isSudden(now) ? null : now.wall ?? null;
    return [now.run, now.monotonic, wall];
  }

  /**
   * Whether a wall that is trusted says that the program was away for very long. Then it may be wrong all
   * the same: a network or a receiver told another year. Until it has said so for a day, nothing is old.
   */
  #isSudden({ wall, monotonic }: Stamp): boolean {
    return wall !== undefined && monotonic < SURE && this.#last !== undefined &&
      wall - this.#last > AWAY;
  }

  /** Numbers of at most `limit` records that need not be kept any longer. */
  #ended(limit: number): readonly number[] {
    const ended: number[] = [];
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

  /** The same for one time of keeping: they end in the order of writing, so the first that is too young ends the search. */
  #endedOf(keep: number, limit: number): readonly number[] {
    const now = this.#now();
    const ended: number[] = [], undated: number[] = [];
    let after: number | undefined = 0;
    // Mostly the oldest one is young, and nothing else has to be read.
    for (
      let rows = FIRST_LOOK;
      after !== undefined && ended.length < limit;
      rows = PRUNE_STEP
    ) {
      const page: readonly Aged[] = this.#reader.all(
        `SELECT id, wall, ${AGE} AS age FROM record WHERE keep = ? AND id > ? ORDER BY id LIMIT ?`,
        [...now, keep, after, rows],
        agedOf,
      );
      // What is dated in the future says nothing about those behind it.
      const young = page.findIndex(({ age }) =>
        age !== undefined && age >= 0 && age <= keep * 1000
      );
      for (
        const { id, age, dated } of young < 0 ? page : page.slice(0, young)
      ) {
        if (age === undefined && !dated) undated.push(id);
        if (age !== undefined && age > keep * 1000) ended.push(id);
      }
      after = young < 0 ? page.at(-1)?.id : undefined;
    }
    const surplus = Math.max(0, undated.length - UNDATED_KEPT);
    return [...undated.slice(0, surplus), ...ended].slice(0, limit);
  }
}

/** A record's age in ms, and whether it has a date. */
interface Aged {
  readonly id: number;
  readonly age: number | undefined;
  readonly dated: boolean;
}

function agedOf(row: Row): Aged {
  return {
    id: number(row, "id"),
    age: numberOrNone(row, "age"),
    dated: row["wall"] !== null,
  };
}

function recordOf(row: Row): Stored<HistoryRecord> {
  checkRow(row, COLUMNS.record);
  return {
    ...stampOf(row),
    type: text(row, "type"),
    number: number(row, "number"),
    lifetime: number(row, "lifetime"),
    keep: number(row, "keep"),
    data: text(row, "data"),
  };
}
