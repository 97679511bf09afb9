import type { JournalEntry, Stored } from "../mod.ts";
import { checkRow, checksum } from "./checksum.ts";
import { storable } from "./database.ts";
import { type Row, text } from "./row.ts";
import { COLUMNS, insertSql } from "./tables.ts";
import { stampOf, stampValues } from "./stamps.ts";
import type { TableParts } from "./table_parts.ts";

/** The journal of configuration changes. The database itself refuses to change or remove an entry. */
export class Journal {
  readonly #parts: TableParts;

  constructor(parts: TableParts) {
    this.#parts = parts;
  }

  /**
   * Appends an entry.
   * @throws StoreWriteError when the disk does not take it
   */
  append(entry: JournalEntry): Stored<JournalEntry> {
    const stored = {
      id: this.#parts.writer.nextId(),
      at: this.#parts.timeline.stamp(),
      who: storable(entry.who),
      what: storable(entry.what),
      key: storable(entry.key),
      old: storable(entry.old),
      new: storable(entry.new),
    };
    const row = [
      ...stampValues(stored.id, stored.at),
      stored.who,
      stored.what,
      stored.key,
      stored.old,
      stored.new,
    ];
    this.#parts.writer.strictly(() =>
      this.#parts.db.run(insertSql("journal", "journal"), ...row, checksum(row))
    );
    return stored;
  }

  /** The newest `limit` entries, in order. */
  newest(limit: number): readonly Stored<JournalEntry>[] {
    return this.#parts.reader.all(
      "SELECT * FROM journal ORDER BY id DESC LIMIT ?",
      [limit],
      entryOf,
      "journal",
    ).reverse();
  }
}

function entryOf(row: Row): Stored<JournalEntry> {
  checkRow(row, COLUMNS.journal);
  return {
    ...stampOf(row),
    who: text(row, "who"),
    what: text(row, "what"),
    key: text(row, "key"),
    old: text(row, "old"),
    new: text(row, "new"),
  };
}
