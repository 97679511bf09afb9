import { isSame, SLOTS, type Stored } from "./slots.ts";

/** A slot with how often its code was seen to become present. */
export interface Slot {
  readonly stored: Stored;
  readonly times: number;
}

/** What the cluster stored, as it was read last. */
export class TroubleStore {
  #slots: (Slot | undefined)[] = Array(SLOTS).fill(undefined);
  #read = false;

  /** By number of the slot, from 0. */
  get slots(): readonly (Slot | undefined)[] {
    return this.#slots;
  }
  /** Whether it was ever read. */
  get known(): boolean {
    return this.#read;
  }
  get stored(): number {
    return this.#slots.filter((slot) => slot !== undefined).length;
  }
  get present(): number {
    return this.#slots.filter((slot) => slot?.stored.present).length;
  }

  /**
   * Takes in what was read.
   * @returns numbers of the slots that are news: a code that became present, or one that was not there
   * when the store was read before
   */
  take(read: readonly (Stored | undefined)[]): readonly number[] {
    const first = !this.#read, news: number[] = [];
    this.#read = true;
    this.#slots = this.#slots.map((before, n) => {
      const stored = read[n];
      const same = isSame(before?.stored, stored);
      const appeared = stored?.present === true &&
        !(same && before?.stored.present === true);
      if (appeared || !first && !same && stored) news.push(n);
      return stored && {
        stored,
        times: (same ? before?.times ?? 0 : 0) + (appeared ? 1 : 0),
      };
    });
    return news;
  }

  /** Presence is counted anew. */
  reset(): void {
    this.#slots = this.#slots.map((slot) => slot && { ...slot, times: 0 });
  }
}
