import type { JournalEntry, Stored } from "../mod.ts";
import { type Database, type Row, storable, text } from "./database.ts";
import type { Reader } from "./reader.ts";
import { STAMP_COLUMNS, stampOf, stampValues } from "./stamps.ts";
import type { Timeline } from "./timeline.ts";
import type { Writer } from "./writer.ts";

/** The journal of configuration changes. The database itself refuses to change or remove an entry. */
export class Journal {
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

  /**
   * Appends an entry.
   * @throws StoreWriteError when the disk does not take it
   */
  append(entry: JournalEntry): Stored<JournalEntry> {
    const stored = {
      id: this.#writer.nextId(),
      at: this.#timeline.stamp(),
      who: storable(entry.who),
      what: storable(entry.what),
      key: storable(entry.key),
      old: storable(entry.old),
      new: storable(entry.new),
    };
    this.#writer.strictly(() =>
      this.#db.run(
        `INSERT INTO journal (${STAMP_COLUMNS}, who, what, key, old, new)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...stampValues(stored.id, stored.at),
        stored.who,
        stored.what,
        stored.key,
        stored.old,
        stored.new,
      )
    );
    return stored;
  }

  /** The newest `limit` entries, in order. */
  newest(limit: number): readonly Stored<JournalEntry>[] {
    return this.#reader.all(
      "SELECT * FROM journal ORDER BY id DESC LIMIT ?",
      [limit],
      entryOf,
    ).reverse();
  }
}

function entryOf(row: Row): Stored<JournalEntry> {
  return {
    ...stampOf(row),
    who: text(row, "who"),
    what: text(row, "what"),
    key: text(row, "key"),
    old: text(row, "old"),
    new: text(row, "new"),
  };
}
