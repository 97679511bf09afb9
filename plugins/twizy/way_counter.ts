/** The counter wraps at 16 bit. */
const COUNTER = 0xffff;

/** The way that the motor controller's distance counter of 0x59E counted, without its jumps. */
export class WayCounter {
  /** Since the program started, 1/10 m. */
  way = 0;
  /** Undefined until the counter was seen: it does not begin at zero when the program starts in a driving car. */
  #last: number | undefined;
  #switchingOn = false;

  /** @param counter 1/10 m, modulo 65536 */
  count(counter: number): void {
    if (this.#last !== undefined && !this.#switchingOn) {
      this.way += (counter - this.#last) & COUNTER;
    }
    this.#last = counter;
  }

  /**
   * The key as 0x597 shows it, while the second in which it turned has not ended: the counter begins at
   * zero, and nothing that it does until then is way.
   */
  switching(on: boolean): void {
    if (on && !this.#switchingOn) this.#last = 0;
    this.#switchingOn = on;
  }

  /** The second took notice of the key. */
  switched(): void {
    this.#switchingOn = false;
  }
}
