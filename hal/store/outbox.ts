import type { Delivery, OutboxItem, Stored } from "../mod.ts";
import { changeSql, checkRow, checksum } from "./checksum.ts";
import { type Database, storable } from "./database.ts";
import { type Row, RowError, text } from "./row.ts";
import { COLUMNS, insertSql } from "./tables.ts";
import type { Reader } from "./reader.ts";
import { stampOf, stampValues } from "./stamps.ts";
import type { Timeline } from "./timeline.ts";
import type { Writer } from "./writer.ts";

/** Messages that no longer wait are listed until so many newer ones came. */
const ENDED_KEPT = 500;

/** A message with its state. */
type Listed = Stored<OutboxItem> & { readonly state: Delivery };

/** Ends a message's waiting. */
const CHANGE = changeSql(COLUMNS.outbox, { state: "?1" });

/** Messages to the owner, with what became of them. */
export class Outbox {
  readonly #db: Database;
  readonly #writer: Writer;
  readonly #reader: Reader;
  readonly #timeline: Timeline;

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
  }

  enqueue(item: OutboxItem): Stored<OutboxItem> {
    const stored = {
      id: this.#writer.nextId(),
      at: this.#timeline.stamp(),
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
    ];
    const insert = (table: string) =>
      this.#db.run(insertSql(table, "outbox"), ...row, checksum(row));
    this.#writer.leniently(
      () => insert("outbox"),
      () => insert("outbox_spill"),
    );
    return stored;
  }

  waiting(channel: OutboxItem["channel"]): readonly Stored<OutboxItem>[] {
    return this.#reader.all(
      "SELECT * FROM outbox_all WHERE state = 'waiting' AND channel = ? ORDER BY id",
      [channel],
      itemOf,
      "outbox",
    );
  }

  deliver(id: number, state: Exclude<Delivery, "waiting">): void {
    this.#writer.leniently(
      () =>
        this.#db.run(
          `UPDATE outbox SET ${CHANGE} WHERE id = ?2 AND state = 'waiting'`,
          state,
          id,
        ),
      () => {
        this.#db.run(
          `INSERT OR IGNORE INTO outbox_spill SELECT * FROM main.outbox
            WHERE id = ? AND state = 'waiting'`,
          id,
        );
        this.#db.run(
          `UPDATE outbox_spill SET ${CHANGE} WHERE id = ?2 AND state = 'waiting'`,
          state,
          id,
        );
      },
    );
  }

  /** The newest messages in order, whatever their state. */
  newest(limit: number): readonly Listed[] {
    return this.#reader.all(
      "SELECT * FROM outbox_all ORDER BY id DESC LIMIT ?",
      [limit],
      (row) => ({ ...itemOf(row), state: stateOf(row) }),
      "outbox",
    ).reverse();
  }

  /** Drops old messages that no longer wait. */
  prune(): void {
    this.#db.run(
      `DELETE FROM outbox WHERE state <> 'waiting' AND id <= (
        SELECT id FROM outbox WHERE state <> 'waiting' ORDER BY id DESC LIMIT 1 OFFSET ?)`,
      ENDED_KEPT,
    );
  }
}

function itemOf(row: Row): Stored<OutboxItem> {
  checkRow(row, COLUMNS.outbox);
  const channel = text(row, "channel");
  if (channel !== "sms" && channel !== "ip") {
    throw new RowError("column channel holds no channel");
  }
  return {
    ...stampOf(row),
    channel,
    kind: text(row, "kind"),
    text: text(row, "text"),
  };
}

const STATES: readonly Delivery[] = [
  "waiting",
  "sent",
  "failed",
  "summarised",
  "expired",
];

function stateOf(row: Row): Delivery {
  const found = STATES.find((state) => state === row["state"]);
  if (found) return found;
  throw new RowError("column state holds no state of delivery");
}
