import { checksum, isSound } from "./checksum.ts";
import { type Database, storable } from "./database.ts";
import { text } from "./row.ts";
import type { Change } from "./mend_settings.ts";
import { COLUMNS, insertSql } from "./tables.ts";
import type { Writer } from "./writer.ts";

type Section = ReadonlyMap<string, string>;

const NOTHING: Section = new Map();

/** Writes a value, unless it is there already. */
const WRITE = `${
  insertSql("setting", "setting")
} ON CONFLICT DO UPDATE SET value = excluded.value, sum = excluded.sum
  WHERE value <> excluded.value`;

/**
 * The small values. All of them are in memory too, as they were found sound at the opening: a disk
 * that fails later must not turn them into factory settings.
 */
export class Settings {
  readonly #db: Database;
  readonly #writer: Writer;
  readonly #sections = new Map<string, Section>();

  /** @param instead what stands in for values of the database */
  constructor(db: Database, writer: Writer, instead: readonly Change[]) {
    this.#db = db;
    this.#writer = writer;
    const sound = db.rows("SELECT * FROM setting")
      .filter((row) => isSound(row, COLUMNS.setting));
    for (const row of sound) {
      this.#use(text(row, "section"), text(row, "key"), text(row, "value"));
    }
    for (const [[section, key], value] of instead) {
      this.#use(section, key, value);
    }
  }

  #use(section: string, key: string, value: string | undefined): void {
    this.#sections.set(
      section,
      changed(this.entries(section), { [key]: value }),
    );
  }

  /** All values of a section. */
  entries(section: string): Section {
    return this.#sections.get(section) ?? NOTHING;
  }

  /** Writes values at once; undefined removes one. What does not change costs no write. */
  put(
    section: string,
    changes: Readonly<Record<string, string | undefined>>,
  ): void {
    const before = this.entries(section);
    const after = changed(before, changes);
    this.#writer.strictly(
      () => {
        for (const key of Object.keys(changes)) {
          this.#write(section, key, after.get(key));
        }
        this.#sections.set(section, after);
      },
      () => this.#sections.set(section, before),
    );
  }

  #write(section: string, key: string, value: string | undefined): void {
    if (value === undefined) {
      this.#db.run(
        "DELETE FROM setting WHERE section = ? AND key = ?",
        section,
        key,
      );
    } else {
      const row = [section, key, value];
      this.#db.run(WRITE, ...row, checksum(row));
    }
  }
}

/** A section with changes applied. */
function changed(
  section: Section,
  changes: Readonly<Record<string, string | undefined>>,
): Section {
  const next = new Map(section);
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) next.delete(key);
    else next.set(key, storable(value));
  }
  return next;
}
