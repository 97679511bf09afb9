import { networksOf } from "./network.ts";

/** Somebody who waits. */
export interface Waiting {
  /** Of its address, from its own to the widest. */
  readonly networks: readonly string[];
  /** @param turn whether it is its turn; false: it gives way to others, or left */
  readonly resolve: (turn: boolean) => void;
}

/**
 * Those whose password waits to be looked at. Whoever has tried least goes first, counting those of the
 * networks around as well, and those that wait: a crowd from one provider's network goes behind
 * somebody from another one. Of one address the one that came first does. Where more wait than have a
 * place, one of those that tried most leaves: of equals the last that came before the new one, which is
 * never refused for those that were there before it.
 */
export class WaitingLine {
  readonly #waiting: Waiting[] = [];

  /**
   * @param places how many may wait
   * @param tries how often a network was wrong lately
   */
  constructor(
    readonly places: number,
    readonly tries: (network: string) => number,
  ) {}

  get size(): number {
    return this.#waiting.length;
  }

  /** Takes one in; whoever has no place then is told to give way. */
  enter(address: string, resolve: (turn: boolean) => void): Waiting {
    const entered = { networks: networksOf(address), resolve };
    this.#waiting.push(entered);
    if (this.size > this.places) this.#most(entered)?.resolve(false);
    return entered;
  }

  /** It waits no more. */
  leave(one: Waiting): void {
    const at = this.#waiting.indexOf(one);
    if (at >= 0) this.#waiting.splice(at, 1);
  }

  /** Takes out the one whose turn it is. */
  next(): Waiting | undefined {
    const before = new Map<string, number>();
    let first: Waiting | undefined, least = Infinity;
    for (const one of this.#waiting) {
      const rank = this.#rank(one, before);
      if (rank < least) [first, least] = [one, rank];
      count(one, before);
    }
    if (first) this.leave(first);
    return first;
  }

  /** Takes out the one that has tried most. */
  #most(entered: Waiting): Waiting | undefined {
    const all = new Map<string, number>();
    for (const one of this.#waiting) count(one, all);
    let last = entered, most = -Infinity;
    for (const one of this.#waiting) {
      const rank = this.#rank(one, all);
      if (one === entered ? rank > most : rank >= most) {
        [last, most] = [one, rank];
      }
    }
    this.leave(last);
    return last;
  }

  /**
   * How far behind one goes: for each try of its own by one, for each doubling of those of a network
   * around it by one.
   * @param waiting how many wait, by network
   */
  #rank({ networks }: Waiting, waiting: ReadonlyMap<string, number>): number {
    const [own = 0, ...wider] = networks.map((network) =>
      this.tries(network) + (waiting.get(network) ?? 0)
    );
    return wider.reduce((sum, tries) => sum + Math.log2(1 + tries), own);
  }
}

function count(
  { networks }: Waiting,
  counts: Map<string, number>,
): void {
  for (const network of networks) {
    counts.set(network, (counts.get(network) ?? 0) + 1);
  }
}
