import type { Delivery, OutboxEntry, OutboxItem, Stored } from "../mod.ts";
import { changeSql, checkRow, checksum } from "./checksum.ts";
import { storable } from "./database.ts";
import type { RecordAge } from "./record_age.ts";
import { number, type Row, RowError, text } from "./row.ts";
import { COLUMNS, insertSql } from "./tables.ts";
import { stampOf, stampValues } from "./stamps.ts";
import type { TableParts } from "./table_parts.ts";

/** Messages that no longer wait are listed until so many newer ones came. */
const ENDED_KEPT = 500;

/** Ends a message's waiting. */
const END = changeSql(COLUMNS.outbox, { state: "?1" });
/** Counts a try that failed. */
const FAILED = changeSql(COLUMNS.outbox, { tries: "tries + 1", error: "?1" });
/** Longest reason of a failure that is kept, characters. */
const LONGEST = 200;

interface OutboxParts extends TableParts {
  readonly age: RecordAge;
}

/** Messages to the owner, with what became of them. */
export class Outbox {
  readonly #parts: OutboxParts;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /** @throws RowError when it is not as it was written */
  readonly #entry = (row: Row): OutboxEntry => {
    const entry = entryOf(row);
    return { ...entry, at: this.#parts.age.corrected(entry.at) };
  };

  enqueue(item: OutboxItem): Stored<OutboxItem> {
    const stored = {
      id: this.#parts.writer.nextId(),
      at: this.#parts.timeline.stamp(),
      channel: item.channel,
      kind: storable(item.kind),
      text: storable(item.text),
    };
    const row = [
      ...stampValues(stored.id, stored.at),
      stored.channel,
      stored.kind,
      stored.text,
      "waiting",
      0,
      "",
    ];
    const insert = (table: string) =>
      this.#parts.db.run(insertSql(table, "outbox"), ...row, checksum(row));
    this.#parts.writer.leniently(
      () => insert("outbox"),
      () => insert("outbox_spill"),
    );
    return stored;
  }

  waiting(channel?: string): readonly OutboxEntry[] {
    return this.#parts.reader.all(
      `SELECT * FROM outbox_all WHERE state = 'waiting' ${
        channel === undefined ? "" : "AND channel = ?"
      } ORDER BY id`,
      channel === undefined ? [] : [channel],
      this.#entry,
      "outbox",
    );
  }

  /** Counts a try that failed. */
  attempted(id: number, error: string): void {
    this.#change(FAILED, id, storable(error.slice(0, LONGEST)));
  }

  deliver(id: number, state: Exclude<Delivery, "waiting">): void {
    this.#change(END, id, state);
  }

  /** Notes what a report said of a message that was sent. */
  reported(id: number, state: "delivered" | "undelivered"): void {
    this.#change(END, id, state, "sent");
  }

  /** Changes a message that waits, or is in another state. */
  #change(
    change: string,
    id: number,
    value: string,
    state: Delivery = "waiting",
  ): void {
    this.#parts.writer.leniently(
      () =>
        this.#parts.db.run(
          `UPDATE outbox SET ${change} WHERE id = ?2 AND state = '${state}'`,
          value,
          id,
        ),
      () => {
        this.#parts.db.run(
          `INSERT OR IGNORE INTO outbox_spill SELECT * FROM main.outbox
            WHERE id = ? AND state = '${state}'`,
          id,
        );
        this.#parts.db.run(
          `UPDATE outbox_spill SET ${change} WHERE id = ?2 AND state = '${state}'`,
          value,
          id,
        );
      },
    );
  }

  /** The newest messages in order, whatever their state. */
  newest(limit: number): readonly OutboxEntry[] {
    return this.#parts.reader.all(
      "SELECT * FROM outbox_all ORDER BY id DESC LIMIT ?",
      [limit],
      this.#entry,
      "outbox",
    ).reverse();
  }

  /** Drops old messages that no longer wait. */
  prune(): void {
    this.#parts.db.run(
      `DELETE FROM outbox WHERE state <> 'waiting' AND id <= (
        SELECT id FROM outbox WHERE state <> 'waiting' ORDER BY id DESC LIMIT 1 OFFSET ?)`,
      ENDED_KEPT,
    );
  }
}

function entryOf(row: Row): OutboxEntry {
  checkRow(row, COLUMNS.outbox);
  return {
    ...stampOf(row),
    channel: text(row, "channel"),
    kind: text(row, "kind"),
    text: text(row, "text"),
    state: stateOf(row),
    tries: number(row, "tries"),
    error: text(row, "error"),
  };
}

const STATES: readonly Delivery[] = [
  "waiting",
  "sent",
  "delivered",
  "undelivered",
  "failed",
  "summarised",
  "expired",
];

function stateOf(row: Row): Delivery {
  const found = STATES.find((state) => state === row["state"]);
  if (found) return found;
  throw new RowError("column state holds no state of delivery");
}
