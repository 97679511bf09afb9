import { TRIES, WrongTries } from "../../../commands/wrong_tries.ts";
import { networksOf } from "./network.ts";

/** What all addresses together may get wrong before they have to wait: so many at once, and one more after so many seconds. */
const BURST = 20, SECONDS = 30;

/**
 * Counts wrong passwords: those of one address, as the check of text messages does by number (of IPv6
 * of one network, where whoever has one address has them all), those of the networks around it, and
 * those of all together, as addresses cost nothing. What is right costs nothing.
 */
export class Slowdown {
  readonly #wrong = new WrongTries();
  /** Tries that had to wait, whatever became of them: who asks all the time goes behind who does not. */
  readonly #asked = new WrongTries();
  /** Wrong tries that are left to all. */
  #left = BURST;
  #at = 0;
  #told = false;

  /** Whether a password from an address has to wait for its turn. */
  waits(address: string, now: number): boolean {
    return this.#isSlow(now) || this.#wrong.isLocked(ownOf(address), now);
  }

  /**
   * How often a network was wrong, or had to wait, lately.
   * @param network one of those that `networksOf` tells
   */
  tries(network: string, now: number): number {
    return this.#wrong.of(network, now) + this.#asked.of(network, now);
  }

  /** Counts a try that has to wait; whether it is the first one of its address. */
  asked(address: string, now: number): boolean {
    const isFirst = this.tries(ownOf(address), now) === 0;
    for (const network of networksOf(address)) {
      this.#asked.count(network, now);
    }
    return isFirst;
  }

  #isSlow(now: number): boolean {
    this.#left = Math.min(BURST, this.#left + (now - this.#at) / SECONDS);
    this.#at = now;
    return this.#left < 1;
  }

  /** Counts a wrong try; true when whoever looks after the gateway should hear of it. */
  wrong(address: string, now: number): boolean {
    const [count] = networksOf(address).map((network) =>
      this.#wrong.count(network, now)
    );
    this.#left = Math.max(0, this.#left - 1);
    const isSlow = this.#isSlow(now);
    const tells = count === TRIES || isSlow && !this.#told;
    this.#told = isSlow;
    return tells;
  }

  /** The address gave the right secret. */
  right(address: string): void {
    this.#wrong.forget(ownOf(address));
    this.#asked.forget(ownOf(address));
  }
}

/** The network that counts as an address. */
function ownOf(address: string): string {
  return networksOf(address)[0] ?? address;
}
