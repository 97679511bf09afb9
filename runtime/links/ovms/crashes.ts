import type { Store } from "../../../hal/mod.ts";

const SECTION = "program", RUNNING = "running", COUNT = "crashes";
/** Reset reasons of the original: none; power-on after a brown-out, from which a crash cannot be told. */
const ORDERLY = "0000", CUT = "0003";

/** How often the program ended without being told to: power cuts and crashes. */
export class Crashes {
  readonly count: number;
  /** Why the program started, as the original's bits in four hexadecimal digits. */
  readonly reason: string;
  readonly #store: Store;

  /** Counts the last end of the program; from now on it runs. */
  constructor(store: Store) {
    this.#store = store;
    const cut = store.get(SECTION, RUNNING) !== undefined;
    this.count = Number(store.get(SECTION, COUNT) ?? 0) + (cut ? 1 : 0);
    this.reason = cut ? CUT : ORDERLY;
    this.#put({ [RUNNING]: "1", [COUNT]: String(this.count) });
  }

  /** The program ends in good order. */
  end(): void {
    this.#put({ [RUNNING]: undefined });
  }

  #put(changes: Readonly<Record<string, string | undefined>>): void {
    try {
      this.#store.put(SECTION, changes);
    } catch {
      // The disk is full, which the store tells; the count is not worth more.
    }
  }
}
