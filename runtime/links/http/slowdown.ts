/** Wrong passwords from one address until it is locked out. */
const TRIES = 5;
/** How long it is, s. */
const LOCKED = 15 * 60;
/** Addresses remembered at most, so that forged ones cannot fill the memory. */
const REMEMBERED = 1000;

/** What all addresses together may get wrong: so many at once, and one more after so many seconds. */
interface Rate {
  readonly burst: number;
  readonly seconds: number;
}
const KNOWN: Rate = { burst: 20, seconds: 30 };
/** Apart, so that an owner does not stand in a queue with those who keep on guessing. */
const NEWCOMERS: Rate = { burst: 20, seconds: 60 };

/** Wrong tries that are left, of a kind of addresses. */
class Allowance {
  #left: number;
  #at = 0;

  constructor(readonly rate: Rate) {
    this.#left = rate.burst;
  }

  /** Seconds until there is one; 0 when there is one now. */
  wait(now: number): number {
    this.#refill(now);
    return this.#left >= 1
      ? 0
      : Math.ceil((1 - this.#left) * this.rate.seconds);
  }

  spend(now: number): void {
    this.#refill(now);
    this.#left = Math.max(0, this.#left - 1);
  }

  #refill(now: number): void {
    const { burst, seconds } = this.rate;
    this.#left = Math.min(burst, this.#left + (now - this.#at) / seconds);
    this.#at = now;
  }
}

/**
 * Slows down wrong passwords: those of one address, as the check of text messages does by number, and
 * those of all together, as addresses cost nothing. What is right costs nothing.
 */
export class Slowdown {
  readonly #wrong = new Map<string, { count: number; until: number }>();
  readonly #known = new Allowance(KNOWN);
  readonly #newcomers = new Allowance(NEWCOMERS);
  #told = false;

  /** Seconds until a password of this address is looked at; 0 when it is now. */
  remaining(address: string, now: number): number {
    const entry = this.#wrong.get(address);
    const own = entry === undefined || entry.count < TRIES
      ? 0
      : entry.until - now;
    return Math.max(0, Math.ceil(own), this.#allowance(address, now).wait(now));
  }

  #allowance(address: string, now: number): Allowance {
    const entry = this.#wrong.get(address);
    return entry && now < entry.until ? this.#known : this.#newcomers;
  }

  /** Counts a wrong try; true when whoever looks after the gateway should hear of it. */
  wrong(address: string, now: number): boolean {
    const allowance = this.#allowance(address, now);
    allowance.spend(now);
    const before = this.#wrong.get(address);
    const count = before && now < before.until ? before.count + 1 : 1;
    this.#wrong.delete(address);
    this.#wrong.set(address, { count, until: now + LOCKED });
    const oldest = this.#wrong.keys().next().value;
    if (this.#wrong.size > REMEMBERED && oldest !== undefined) {
      this.#wrong.delete(oldest);
    }
    const isSlow = allowance.wait(now) > 0;
    const tells = count === TRIES || isSlow && !this.#told;
    this.#told = isSlow;
    return tells;
  }

  /** The address gave the right secret. */
  right(address: string): void {
    this.#wrong.delete(address);
  }
}
