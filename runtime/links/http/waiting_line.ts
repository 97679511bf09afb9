import type { Clock, Stop } from "../../../hal/mod.ts";
import { networkOf } from "./network.ts";

/** Time between two passwords that are looked at, ms: an owner waits for a stranger, a guesser for years. */
const GAP = 5000;
/** So many wait at most, and therefore nobody longer than a minute, ms. */
const MOST = 12;
/** The longest that anybody waits, ms. */
export const LONGEST = MOST * GAP;

interface Waiting {
  readonly address: string;
  readonly network: string;
  /** @param turn whether it is its turn; false: it gives way to others */
  readonly resolve: (turn: boolean) => void;
}

/**
 * Those whose password waits to be looked at while strangers guess: one after the other, and whoever
 * has tried least goes first, so that a right password is late by a few seconds. Of one address, or
 * IPv6 network, the one that came first does. Where too many wait, those of whoever tried most leave.
 */
export class WaitingLine {
  readonly #waiting: Waiting[] = [];
  /** From when the next one may go, ms of the monotonic clock. */
  #free = -Infinity;
  #stop: Stop | undefined;

  /** @param tries how often an address was wrong lately */
  constructor(
    readonly clock: Clock,
    readonly tries: (address: string) => number,
  ) {}

  /** Resolves when it is the turn of an address; with false where it has to give way to others. */
  turn(address: string): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#waiting.push({ address, network: networkOf(address), resolve });
    if (this.#waiting.length > MOST) this.#take(-1)?.resolve(false);
    this.#next();
    return promise;
  }

  #next(): void {
    if (this.#stop || this.#waiting.length === 0) return;
    const wait = Math.max(0, this.#free - this.clock.monotonic());
    this.#stop = this.clock.after(wait, () => {
      this.#stop = undefined;
      this.#free = this.clock.monotonic() + GAP;
      this.#take(0)?.resolve(true);
      this.#next();
    });
  }

  /** Takes out the first, or the last by `-1`, in the order in which they go. */
  #take(at: number): Waiting | undefined {
    const before = new Map<string, number>();
    const ranked = this.#waiting.map((one) => {
      const same = before.get(one.network) ?? 0;
      before.set(one.network, same + 1);
      return { one, rank: this.tries(one.address) + same };
    });
    const taken = ranked.sort((a, b) => a.rank - b.rank).at(at)?.one;
    if (taken) this.#waiting.splice(this.#waiting.indexOf(taken), 1);
    return taken;
  }

  /** Sends all away. */
  close(): void {
    this.#stop?.();
    for (const { resolve } of this.#waiting.splice(0)) resolve(false);
  }
}
