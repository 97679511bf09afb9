/** Wrong tries from one address until it is locked out. */
const TRIES = 5;
/** How long it is, s. */
const LOCKED = 15 * 60;
/** Addresses remembered at most, so that forged ones cannot fill the memory. */
const REMEMBERED = 1000;

/** Counts wrong secrets by address, as the check of text messages does by number. */
export class Lockout {
  readonly #wrong = new Map<string, { count: number; until: number }>();

  /** Seconds until the address may try again; 0 when it may now. */
  remaining(address: string, now: number): number {
    const entry = this.#wrong.get(address);
    if (entry === undefined || entry.count < TRIES) return 0;
    return Math.max(0, Math.ceil(entry.until - now));
  }

  /** Counts a wrong try; true when that was one too many. */
  wrong(address: string, now: number): boolean {
    const before = this.#wrong.get(address);
    const count = before && now < before.until ? before.count + 1 : 1;
    this.#wrong.delete(address);
    this.#wrong.set(address, { count, until: now + LOCKED });
    const oldest = this.#wrong.keys().next().value;
    if (this.#wrong.size > REMEMBERED && oldest !== undefined) {
      this.#wrong.delete(oldest);
    }
    return count === TRIES;
  }

  /** The address gave the right secret. */
  right(address: string): void {
    this.#wrong.delete(address);
  }
}
