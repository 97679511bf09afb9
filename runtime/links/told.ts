import type { Store } from "../../hal/mod.ts";

/** What the owner is told of a link: once, also over restarts, until it is different. */
export class Told {
  readonly #store: Pick<Store, "get" | "put">;
  readonly #section: string;

  /** @param section of the store, where it is noted */
  constructor(store: Pick<Store, "get" | "put">, section: string) {
    this.#store = store;
    this.#section = section;
  }

  /** Notes that something is told; false where it was already. */
  once(key: string): boolean {
    if (this.#store.get(this.#section, key) !== undefined) return false;
    this.#put(key, "1");
    return true;
  }

  /** It is different now: it is told again when it comes again. */
  forget(key: string): void {
    if (this.#store.get(this.#section, key) !== undefined) {
      this.#put(key, undefined);
    }
  }

  #put(key: string, value: string | undefined): void {
    try {
      this.#store.put(this.#section, { [key]: value });
    } catch {
      // The disk is full, which the store tells; the owner is then told twice rather than never.
    }
  }
}
