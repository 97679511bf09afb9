import type { Clock } from "../../../../hal/mod.ts";

/** Requests that a network may make at once, its connections included: a crowd of pages with all their files. */
const AT_ONCE = 1000;
/** The same each second beyond those, as often as may be for ever. */
const EVERY_SECOND = 30;
/** Seconds that a network waits at most, however much it asked for: then it is as slow as it may be for ever. */
const LONGEST = 5;
/** Networks that are remembered. */
const MOST = 1000;
/** Between two looks whether who waits is still there, ms. */
const LOOK = 1000;

interface Spent {
  readonly requests: number;
  readonly at: number;
}

/** How fast each network may ask. Whoever asks faster is read more slowly, and costs nothing meanwhile. */
export class Pace {
  readonly #spent = new Map<string, Spent>();

  constructor(readonly clock: Pick<Clock, "monotonic" | "after">) {}

  /** A network asked for something, or came. */
  spend(network: string): void {
    const requests = Math.min(
      this.#open(network) + 1,
      AT_ONCE + LONGEST * EVERY_SECOND,
    );
    this.#spent.delete(network);
    this.#spent.set(network, { requests, at: this.clock.monotonic() });
    if (this.#spent.size <= MOST) return;
    const [oldest = ""] = this.#spent.keys();
    this.#spent.delete(oldest);
  }

  /**
   * Until a network may ask again.
   * @param isGone whether nobody waits any more
   * @returns undefined when it may now
   */
  turn(network: string, isGone: () => boolean): Promise<void> | undefined {
    return this.isOver(network) ? this.#later(network, isGone) : undefined;
  }

  /** Whether a network has to wait. */
  isOver(network: string): boolean {
    return this.#wait(network) > 0;
  }

  async #later(network: string, isGone: () => boolean): Promise<void> {
    for (;;) {
      const ms = this.#wait(network);
      if (ms === 0 || isGone()) return;
      await new Promise<void>((resolve) =>
        void this.clock.after(Math.min(ms, LOOK), resolve)
      );
    }
  }

  /** Time until it may ask again, ms. */
  #wait(network: string): number {
    const over = this.#open(network) - AT_ONCE;
    return Math.max(0, Math.ceil(over / EVERY_SECOND * 1000));
  }

  /** Requests that still count. */
  #open(network: string): number {
    const spent = this.#spent.get(network);
    if (spent === undefined) return 0;
    const seconds = (this.clock.monotonic() - spent.at) / 1000;
    return Math.max(0, spent.requests - seconds * EVERY_SECOND);
  }
}
