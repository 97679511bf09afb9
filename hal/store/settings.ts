import { checksum, isSound, sumOf } from "./checksum.ts";
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
  readonly #sections = new Map<string, Map<string, string>>();
  /** Sections that somebody was given as they are: they are copied before they change. */
  readonly #given = new Set<string>();
  /** Sum over all of them; undefined until it is asked for after a change. */
  #sum: number | undefined;

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

  /** A sum over all values as they are now: it tells whether a file has these or earlier ones. */
  get sum(): number {
    return this.#sum ??= sumOf(
      [...this.#sections].flatMap(([section, values]) =>
        [...values].map(([key, value]) => checksum([section, key, value]))
      ),
    );
  }

  #use(section: string, key: string, value: string | undefined): void {
    this.#sum = undefined;
    const values = this.#own(section);
    if (value === undefined) values.delete(key);
    else values.set(key, value);
  }

  /** A section that may be changed. */
  #own(section: string): Map<string, string> {
    const present = this.#sections.get(section);
    if (present && !this.#given.delete(section)) return present;
    const own = new Map(present);
    this.#sections.set(section, own);
    return own;
  }

  get(section: string, key: string): string | undefined {
    return this.#sections.get(section)?.get(key);
  }

  /** All values of a section, as they are now. */
  entries(section: string): Section {
    const values = this.#sections.get(section);
    if (values) this.#given.add(section);
    return values ?? NOTHING;
  }

  /** Writes values at once; undefined removes one. What does not change costs no write. */
  put(
    section: string,
    changes: Readonly<Record<string, string | undefined>>,
  ): void {
    const keys = Object.keys(changes);
    const before = keys.map((key) => this.get(section, key));
    this.#writer.strictly(
      () => {
        const after = keys.map((key) => {
          const value = changes[key];
          return value === undefined ? undefined : storable(value);
        });
        keys.forEach((key, k) => this.#write(section, key, after[k]));
        keys.forEach((key, k) => this.#use(section, key, after[k]));
      },
      () => keys.forEach((key, k) => this.#use(section, key, before[k])),
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
