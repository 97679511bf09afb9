import type { Clock } from "../hal/mod.ts";

/** Seconds after which a command of a connection is late. */
export const LATE = 60;

/**
 * Whether the program was held up, by a slow disk or because it was suspended: what comes until its next
 * second may have waited in the system for just as long.
 */
export class HeldUp {
  readonly #clock: Clock;
  /** When the last second was; undefined before the first one. */
  #last: number | undefined;
  #missed = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * One second.
   * @param missed seconds before it in which nobody called
   */
  second(missed: number): void {
    this.#last = this.#clock.monotonic();
    this.#missed = missed;
  }

  /** Whether what comes now may be late. */
  get isLate(): boolean {
    const now = this.#clock.monotonic(), since = now - (this.#last ?? now);
    return this.#missed + since / 1000 > LATE;
  }
}
