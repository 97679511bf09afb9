/** How an attempt to be connected to the server ended. */
export interface Attempt {
  /**
   * `unreachable`: no connection came about; `refused`: closed without a text after the login line,
   * as the server does for a wrong password; `failed`: anything else.
   */
  readonly kind: "unreachable" | "refused" | "failed";
  /** Milliseconds that it stood since the server's first message; undefined when none came. */
  readonly stood: number | undefined;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const FIRST = 2 * SECOND;
/** Slow enough that after two minutes of outage the server is found again within a minute. */
const GROWTH = 1.25;
const LONGEST = 5 * MINUTE;
/** From this many refusals in a row on, the password is taken for wrong. */
const REFUSALS = 3;
const REFUSED_FIRST = MINUTE;
const REFUSED_GROWTH = 2;
const REFUSED_LONGEST = 30 * MINUTE;
/** A connection that ended earlier counts as a failure: two cars with one id throw each other out. */
const STEADY = MINUTE;

/**
 * How long to wait before the next attempt: 1 s at first, growing to 5 min, to 30 min when the
 * server refuses the login. Success begins anew.
 */
export class Backoff {
  #failures = 0;
  #short = 0;
  #refusals = 0;

  /** True when the server refused so often in a row that the password must be wrong. */
  get refused(): boolean {
    return this.#refusals >= REFUSALS;
  }

  /**
   * Notes an attempt's end.
   * @param random 0 to 1: attempts are spread, so that a fleet does not come back as one
   * @returns milliseconds to wait
   */
  wait(attempt: Attempt, random: number): number {
    this.#note(attempt);
    const longest = this.refused && attempt.kind === "refused"
      ? Math.min(
        REFUSED_LONGEST,
        REFUSED_FIRST * REFUSED_GROWTH ** (this.#refusals - REFUSALS),
      )
      : Math.min(LONGEST, FIRST * GROWTH ** (this.#failures - 1));
    return longest * (1 + random) / 2;
  }

  /** Forgets all failures: somebody changed the settings. */
  reset(): void {
    this.#failures = this.#short = this.#refusals = 0;
  }

  #note({ kind, stood }: Attempt): void {
    if (stood !== undefined) {
      this.#short = stood < STEADY ? this.#short + 1 : 0;
      this.#failures = Math.max(1, this.#short);
      this.#refusals = 0;
      return;
    }
    this.#failures++;
    if (kind === "refused") this.#refusals++;
    else if (kind === "failed") this.#refusals = 0;
  }
}
