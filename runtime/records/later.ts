import type { Store } from "../../hal/mod.ts";

type Changes = Map<string, string | undefined>;

/**
 * Small values that may wait for the next write, which spares memory cards: they are read as they will
 * be, and a power cut takes back at most what came since that write.
 */
export class Later {
  readonly #store: Pick<Store, "get" | "entries" | "put">;
  #due = new Map<string, Changes>();
  /** What the last write took along, until it is known to be on the disk. */
  #taken = new Map<string, Changes>();

  constructor(store: Pick<Store, "get" | "entries" | "put">) {
    this.#store = store;
  }

  /** Values that are to be written; undefined removes one. */
  put(
    section: string,
    changes: Readonly<Record<string, string | undefined>>,
  ): void {
    const due = this.#due.get(section) ?? new Map();
    for (const [key, value] of Object.entries(changes)) {
      // What is not there needs no removal
      if (value === undefined && this.#store.get(section, key) === undefined) {
        due.delete(key);
      } else due.set(key, value);
    }
    this.#due.set(section, due);
  }

  get(section: string, key: string): string | undefined {
    const due = this.#due.get(section);
    return due?.has(key) ? due.get(key) : this.#store.get(section, key);
  }

  entries(section: string): ReadonlyMap<string, string> {
    const due = this.#due.get(section), kept = this.#store.entries(section);
    if (!due) return kept;
    const all = new Map(kept);
    for (const [key, value] of due) {
      if (value === undefined) all.delete(key);
      else all.set(key, value);
    }
    return all;
  }

  /** A value was written at once: what waits for it is older. */
  written(section: string, keys: readonly string[]): void {
    for (const key of keys) this.#due.get(section)?.delete(key);
  }

  /**
   * Writes what waits, as a part of another write.
   * @throws StoreWriteError when the disk takes nothing; then `unsaved` has to be told
   */
  save(): void {
    this.#taken = this.#due;
    this.#due = new Map();
    for (const [section, changes] of this.#taken) {
      if (changes.size === 0) continue;
      this.#store.put(section, Object.fromEntries(changes));
    }
  }

  /** What `save` wrote last did not get to the disk. */
  unsaved(): void {
    for (const [section, changes] of this.#taken) {
      const newer = this.#due.get(section) ?? [];
      this.#due.set(section, new Map([...changes, ...newer]));
    }
    this.#taken = new Map();
  }

  /** Writes what still waits on its own; on a full disk, which the store tells, the next call does. */
  flush(): void {
    if (this.#due.size === 0) return;
    try {
      this.save();
    } catch {
      this.unsaved();
    }
  }
}
