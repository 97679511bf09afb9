import type {
  HistoryQuery,
  HistoryRecord,
  RecordReader,
  Stored,
} from "../mod.ts";
import type { Range } from "./blocks.ts";
import { changeSql, checkRow, checksum } from "./checksum.ts";
import { storable, type Value } from "./database.ts";
import { AGE, type RecordAge } from "./record_age.ts";
import { number, type Row, text } from "./row.ts";
import { COLUMNS, insertSql } from "./tables.ts";
import type { Sums } from "./sums.ts";
import { stampOf, stampValues } from "./stamps.ts";
import type { TableParts } from "./table_parts.ts";

/** What a query asks for, and its values. The plus keeps SQLite on the order of writing. */
function conditionsOf(
  { type, since, until }: HistoryQuery,
): readonly [where: string, values: readonly Value[]] {
  const conditions: readonly (readonly [string, Value | undefined])[] = [
    ["type = ?", type],
    ["+wall >= ?", since],
    ["+wall < ?", until],
  ];
  const where: string[] = [], values: Value[] = [];
  for (const [condition, value] of conditions) {
    if (value === undefined) continue;
    where.push(`${condition} AND`);
    values.push(value);
  }
  return [where.join(" "), values];
}

/** Readers that a record waits for, as bits. */
const READER = { server: 1, broker: 2, any: 3 } as const;
/** Where a record is written to; the texts are made once, as each is looked up by its text. */
const INSERT = {
  record: insertSql("record", "record"),
  spill: insertSql("record_spill", "record"),
} as const;
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

interface RecordParts extends TableParts {
  readonly age: RecordAge;
  readonly sums: Sums;
}

/** History records and those of them that wait for the server. */
export class Records {
  readonly #parts: RecordParts;

  constructor(parts: RecordParts) {
    this.#parts = parts;
  }

  add(
    record: HistoryRecord,
    queue: boolean | readonly RecordReader[],
  ): Stored<HistoryRecord> {
    const stored = {
      id: this.#parts.writer.nextId(),
      at: this.#parts.timeline.stamp(),
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
    const insert = (sql: string) => this.#parts.db.run(sql, ...row, sum);
    this.#parts.writer.leniently(
      () => {
        insert(INSERT.record);
        this.#parts.sums.added();
      },
      () => insert(INSERT.spill),
    );
    return stored;
  }

  /** Records in the order of writing. A query by time leaves out those whose time is not known. */
  query(query: HistoryQuery): readonly Stored<HistoryRecord>[] {
    const { limit = Infinity, after = 0 } = query;
    const found: Stored<HistoryRecord>[] = [];
    for (const range of this.#ranges(query)) {
      let from = Math.max(range.from, after + 1);
      // Damaged rows are left out, so that a page may need more than one look
      while (found.length < limit) {
        const seen = this.#page(
          query,
          { from, to: range.to },
          limit - found.length,
          found,
        );
        if (seen === undefined || seen < from) break;
        from = seen + 1;
      }
    }
    return found;
  }

  #ranges(query: HistoryQuery): readonly Range[] {
    return query.since === undefined && query.until === undefined
      ? [{ from: 0, to: Infinity }]
      : this.#parts.sums.ranges(query);
  }

  /** Reads into `found`; gives the last number that there was, also of what cannot be used. */
  #page(
    query: HistoryQuery,
    { from, to }: Range,
    limit: number,
    found: Stored<HistoryRecord>[],
  ): number | undefined {
    const [where, values] = conditionsOf(query);
    let seen: number | undefined;
    found.push(
      ...this.#parts.reader.all(
        `SELECT * FROM record_all WHERE ${where} id >= ? AND id < ? ORDER BY id LIMIT ?`,
        [...values, from, to, limit === Infinity ? -1 : limit],
        (row) => {
          if (typeof row["id"] === "number") seen = row["id"];
          return recordOf(row);
        },
        "record",
      ).filter((record) => isOf(query, record)),
    );
    return seen;
  }

  /** How many there are on the disk. */
  get count(): number {
    return [...this.#parts.sums.counts().values()].reduce(
      (sum, n) => sum + n,
      0,
    );
  }

  types(): ReadonlyMap<string, number> {
    const counts = new Map(this.#parts.sums.counts());
    const held = this.#parts.reader.all(
      `SELECT type, count(*) AS records FROM record_spill
        WHERE id NOT IN (SELECT id FROM main.record) GROUP BY type`,
      [],
      (row) => [text(row, "type"), number(row, "records")] as const,
    );
    for (const [type, records] of held) {
      counts.set(type, (counts.get(type) ?? 0) + records);
    }
    return new Map(
      [...counts].filter(([, records]) => records > 0)
        .sort(([a], [b]) => a < b ? -1 : 1),
    );
  }

  /** Records that wait for a reader and are not too old for it, oldest first. */
  unsent(
    limit: number,
    reader: RecordReader | "any" = "server",
  ): readonly Stored<HistoryRecord>[] {
    const bits = READER[reader], { age } = this.#parts;
    return this.#parts.reader.all(
      `SELECT * FROM record_all
        WHERE ${
        waits(reader)
      } AND coalesce(${AGE} <= lifetime * 1000, true) ORDER BY id LIMIT ?`,
      [...age.now(), limit],
      (row) => {
        const record = recordOf(row);
        return {
          record: { ...record, at: age.corrected(record.at) },
          waits: (number(row, "queued") & bits) > 0,
        };
      },
      "record",
      // Of a damaged one, the copy may know that it waits for nobody
    ).flatMap(({ record, waits }) => waits ? [record] : []);
  }

  acknowledge(
    ids: readonly number[],
    reader: RecordReader = "server",
  ): void {
    const list = JSON.stringify(ids), change = ACKNOWLEDGE[reader];
    this.#parts.writer.leniently(
      () =>
        this.#parts.db.run(
          `UPDATE record SET ${change} WHERE ${
            waits(reader)
          } AND id IN (SELECT value FROM json_each(?))`,
          list,
        ),
      () => {
        this.#parts.db.run(
          `INSERT OR IGNORE INTO record_spill SELECT * FROM main.record
            WHERE ${waits(reader)} AND id IN (SELECT value FROM json_each(?))`,
          list,
        );
        this.#parts.db.run(
          `UPDATE record_spill SET ${change} WHERE id IN (SELECT value FROM json_each(?))`,
          list,
        );
      },
    );
  }
}

/** Whether a record is what was asked for, which one that was damaged may not be. */
function isOf(
  { type, since = -Infinity, until = Infinity }: HistoryQuery,
  record: Stored<HistoryRecord>,
): boolean {
  const { wall } = record.at;
  return (type === undefined || record.type === type) &&
    (wall === undefined || wall >= since && wall < until);
}

/**
 * A row as a record.
 * @throws RowError when it is not as it was written
 */
export function recordOf(row: Row): Stored<HistoryRecord> {
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
