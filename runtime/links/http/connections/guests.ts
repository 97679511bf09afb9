/** Who is connected to the web console, how many may be, and how long each may keep a place for nothing. */
import type { Pace } from "./pace.ts";

/** Name of the error of a request whose sender is gone. */
export const GONE = "AbortError";

/** Connections at the same time: several pages with their streams, and far from what a process may open. */
const MOST = 64;
/** Requests that one connection has open: browsers wait for an answer before they ask for more. */
const AT_ONCE = 4;
/** What is left when descriptors run out, and how many are given back then: modem and CAN need some. */
const LEAST = 4, GIVEN_BACK = 4;
/** Most requests and answers are there in this time, ms: nobody is dismissed before, and it is worth to wait for his place. */
const QUICK = 500;
/** The same for whoever has said nothing, ms: what is asked follows a connection at once, however long the way. */
const SILENT = 100;
/** Without a shortage or a full house for so long, all places are there again, ms. */
const OVER = 60_000;

/** Time limits in ms. */
const LIMIT = {
  /** From the connection, or the first byte of a request, to the end of its headers. */
  headers: 10_000,
  /** From the headers to the end of the body. */
  body: 30_000,
  /** Between two requests. */
  rest: 60_000,
  /** In which nothing of an answer is taken. */
  taking: 60_000,
} as const;

/** What a connection is at: a request that is answered has no limit, as a command may take minutes. */
type Phase = keyof typeof LIMIT | "answering";

/** One connection. */
export class Guest {
  #phase: Phase = "headers";
  #since: number;
  #open = 0;
  #isSilent = true;
  #isGone = false;
  /** Ends the connection at once. */
  readonly close: () => void;

  /**
   * @param close ends the connection at once
   * @param network whose connection it is
   * @param pace how fast that may ask; default: as fast as it can
   */
  constructor(
    readonly now: () => number,
    close: () => void,
    readonly network: string,
    readonly pace?: Pace,
  ) {
    this.#since = now();
    this.close = () => {
      this.#isGone = true;
      close();
    };
    pace?.spend(network);
  }

  /** Whether it waits for an answer, and not the other way round. */
  get busy(): boolean {
    return this.#phase === "answering";
  }

  /** Whether it has to wait for its turn, as its network asked for too much. */
  get isSlowed(): boolean {
    return this.pace?.isOver(this.network) === true;
  }

  /** Whether it has left. */
  get isGone(): boolean {
    return this.#isGone;
  }

  /** Whether its request, or the answer, may be there at any moment. */
  get isQuick(): boolean {
    return this.#phase !== "rest" && !this.isSlowed &&
      this.now() - this.#since < (this.#isSilent ? SILENT : QUICK);
  }

  /** It asks; false when it has asked for too much without waiting for answers. */
  asks(): boolean {
    this.pace?.spend(this.network);
    return ++this.#open <= AT_ONCE;
  }

  /** Until it may be read, or has left; undefined when it may now. */
  turn(): Promise<void> | undefined {
    return this.pace?.turn(this.network, () => this.#isGone);
  }

  /** It has its answer, or will never have it. */
  answered(): void {
    this.#open--;
  }

  /** It is at something else from now on. */
  enters(phase: Phase): void {
    this.#phase = phase;
    this.#since = this.now();
  }

  /** Bytes came: between two requests they are the beginning of the next one. */
  heard(): void {
    this.#isSilent = false;
    if (this.#phase === "rest") this.enters("headers");
  }

  /** Whether it has taken longer than it may. */
  get isLate(): boolean {
    return this.#phase !== "answering" &&
      this.now() - this.#since > LIMIT[this.#phase];
  }
}

/** All connections. */
export class Guests {
  /** In the order in which they came. */
  readonly #guests = new Set<Guest>();
  #most = MOST;
  /** When there was a place too few. */
  #shortAt = -Infinity;

  constructor(readonly now: () => number) {}

  get size(): number {
    return this.#guests.size;
  }

  /**
   * Takes one in. Where there is no place, one that waits for no answer, and had time to ask, leaves: the
   * oldest of the network that has most places.
   * @returns `later` when a place may be free in a moment, `no` when all are busy for long
   */
  admit(guest: Guest): "yes" | "later" | "no" {
    if (this.now() - this.#shortAt > OVER) this.#most = MOST;
    if (this.size >= this.#most) {
      this.#shortAt = this.now();
      if (!this.#dismissOne(({ busy, isQuick }) => !busy && !isQuick)) {
        return this.#guests.values().some(({ isQuick }) => isQuick)
          ? "later"
          : "no";
      }
    }
    this.#guests.add(guest);
    return "yes";
  }

  left(guest: Guest): void {
    this.#guests.delete(guest);
  }

  /** The process has no descriptors left: some are given back, and fewer guests come in while many want to. */
  makeRoom(): void {
    this.#shortAt = this.now();
    this.#most = Math.max(LEAST, this.size - GIVEN_BACK);
    while (this.size > this.#most && this.#dismissOne(({ busy }) => !busy));
  }

  /** Ends those that take too long; to be called each second while there are any. */
  sweep(): void {
    for (const guest of [...this.#guests]) {
      if (guest.isLate) this.#dismiss(guest);
    }
  }

  /** Ends all. */
  close(): void {
    for (const guest of [...this.#guests]) this.#dismiss(guest);
  }

  #dismissOne(may: (guest: Guest) => boolean): boolean {
    const places = new Map<string, number>();
    for (const { network } of this.#guests) {
      places.set(network, (places.get(network) ?? 0) + 1);
    }
    let chosen: Guest | undefined, most = 0;
    for (const guest of this.#guests) {
      const has = places.get(guest.network) ?? 0;
      if (has > most && may(guest)) [chosen, most] = [guest, has];
    }
    if (chosen) this.#dismiss(chosen);
    return chosen !== undefined;
  }

  #dismiss(guest: Guest): void {
    this.left(guest);
    guest.close();
  }
}
