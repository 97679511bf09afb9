import type { PaceOptions } from "../contract/records.ts";

/** Numbers that are remembered; beyond, those that may send freely again are forgotten. */
const REMEMBERED = 256;

/** Holds each record number to its pace. */
export class Pace {
  readonly #options: PaceOptions;
  /** Second from which on a number has its full allowance again. */
  readonly #full = new Map<number, number>();

  constructor(options: PaceOptions) {
    this.#options = options;
  }

  /**
   * Whether a record may go now; if so, it counts.
   * @param now seconds; never runs backwards
   */
  allows(number: number, now: number): boolean {
    const { atOnce, every } = this.#options;
    const full = Math.max(this.#full.get(number) ?? 0, now);
    if (full - now > (atOnce - 1) * every) return false;
    if (this.#full.size >= REMEMBERED) this.#forget(now);
    this.#full.set(number, full + every);
    return true;
  }

  #forget(now: number): void {
    for (const [number, full] of this.#full) {
      if (full <= now) this.#full.delete(number);
    }
    if (this.#full.size >= REMEMBERED) this.#full.clear();
  }
}
