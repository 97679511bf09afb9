import type { Store } from "../../hal/mod.ts";

/** What the owner was told last of things that last, also over restarts: each is told once until it is different. */
export class Told {
  readonly #store: Pick<Store, "get" | "put">;
  readonly #section: string;

  /** @param section of the store, where it is noted */
  constructor(store: Pick<Store, "get" | "put">, section: string) {
    this.#store = store;
    this.#section = section;
  }

  /**
   * Notes how something is now.
   * @param value undefined for what is as it should be
   * @returns whether that is news
   */
  isNews(key: string, value: string | undefined): boolean {
    if (this.#store.get(this.#section, key) === value) return false;
    try {
      this.#store.put(this.#section, { [key]: value });
    } catch {
      // The disk is full, which the store tells; the owner is then told twice rather than never.
    }
    return true;
  }
}
