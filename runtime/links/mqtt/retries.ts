import type { Ended } from "./broker.ts";

const SECOND = 1000;
/** After a connect that failed, and after a connection that ended, ms. */
const FAILED = 30 * SECOND, LOST = 60 * SECOND;
/** A shorter connection was ended by somebody: perhaps another program has the same client id. */
const SHORT = 120 * SECOND;
const LONGEST = 16 * LOST;
/** Reason codes of MQTT 3.1.1 and 5 that are no refusal of the login: the broker is not available, or busy. */
const FOR_A_WHILE: ReadonlySet<number> = new Set([3, 0x88, 0x89]);
/** Reason codes of a CONNACK that refuse: 1 to 5 with MQTT 3.1.1, from 128 with 5. */
const isRefusal = (code: number) =>
  (code >= 1 && code <= 5) || (code >= 128 && code < 256);

/** When the next try is. */
export class Retries {
  #short = 0;

  /**
   * What follows the end of a connection.
   * @param lasted how long it was up, ms; undefined where it never was
   * @returns ms until the next try, or `refused`: no try until the settings change
   */
  after({ code }: Ended, lasted: number | undefined): number | "refused" {
    if (lasted === undefined) {
      const refused = code !== undefined && isRefusal(code) &&
        !FOR_A_WHILE.has(code);
      return refused ? "refused" : FAILED;
    }
    this.#short = lasted < SHORT ? this.#short + 1 : 0;
    return Math.min(LONGEST, LOST * 2 ** Math.max(0, this.#short - 1));
  }

  /** The settings changed. */
  reset(): void {
    this.#short = 0;
  }
}
