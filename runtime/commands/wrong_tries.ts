/** Wrong passwords of one caller until it is locked out. */
export const TRIES = 5;
/** Seconds of a lock-out, and for which a wrong password counts. */
const LOCKED = 15 * 60;
/** Callers remembered at most, so that forged ones cannot fill the memory. */
const REMEMBERED = 2000;
/** So many are forgotten at once, as it takes time to find them. */
const FORGOTTEN = 500;

/** Counts wrong passwords by who gave them, a number or an address; times are seconds of the vehicle's clock. */
export class WrongTries {
  readonly #wrong = new Map<
    string,
    { readonly count: number; readonly until: number }
  >();

  /** How often a caller was wrong lately. */
  of(caller: string, now: number): number {
    const entry = this.#wrong.get(caller);
    return entry && now < entry.until ? entry.count : 0;
  }

  /** Whether a caller was wrong too often to be heard now. */
  isLocked(caller: string, now: number): boolean {
    return this.of(caller, now) >= TRIES;
  }

  /** Counts a wrong password; how many there are now. */
  count(caller: string, now: number): number {
    const count = this.of(caller, now) + 1;
    this.#wrong.delete(caller);
    this.#wrong.set(caller, { count, until: now + LOCKED });
    if (this.#wrong.size > REMEMBERED) this.#forgetSome(now);
    return count;
  }

  /** Forgets those that were wrong least often, of equals the first: many others unlock nobody. */
  #forgetSome(now: number): void {
    const callers = [...this.#wrong.keys()].map((caller) =>
      [caller, this.of(caller, now)] as const
    ).sort(([, a], [, b]) => a - b);
    for (const [caller] of callers.slice(0, FORGOTTEN)) {
      this.#wrong.delete(caller);
    }
  }

  /** A caller gave the right one. */
  forget(caller: string): void {
    this.#wrong.delete(caller);
  }
}
