const HOUR = 3600;

/** So many messages an hour, and no more: counted over the last 3600 s. */
export class Budget {
  /** Seconds at which messages went out. */
  #spent: number[];

  /**
   * @param size asked at each message, so that a change takes effect at once
   * @param ages messages that count already, by their age in seconds at second 0
   */
  constructor(readonly size: () => number, ages: readonly number[] = []) {
    this.#spent = ages.map((age) => -age);
  }

  /**
   * Takes one message out of the budget; false when none is left.
   * @param now seconds; never runs backwards
   */
  spend(now: number): boolean {
    this.#spent = this.#spent.filter((second) => now - second < HOUR);
    if (this.#spent.length >= this.size()) return false;
    this.#spent.push(now);
    return true;
  }
}
