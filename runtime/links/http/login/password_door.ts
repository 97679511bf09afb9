/** When a password is looked at: at once, or, while strangers guess, one after the other. */
import type { Clock, Stop } from "../../../../hal/mod.ts";
import { Slowdown } from "./slowdown.ts";
import { type Waiting, WaitingLine } from "./waiting_line.ts";

/** Time between two passwords that are looked at, ms: an owner waits for a stranger, a guesser for years. */
const GAP = 5000;
/**
 * Places for the first try of an address, and for later ones. Each waits with an open
 * connection, of which the console has 64; a proxy gives up after a minute.
 */
const PLACES = { fresh: 8, tried: 11 } as const;

/**
 * The turns of passwords. Addresses that neither were wrong nor had to wait lately, and those that did,
 * wait in lines of their own, which take turns: neither can a crowd of new addresses keep somebody out who
 * mistyped, nor those that guess all the time a new one.
 */
export class PasswordDoor {
  readonly #slowdown = new Slowdown();
  readonly #fresh = this.#line(PLACES.fresh);
  readonly #tried = this.#line(PLACES.tried);
  #last = this.#tried;
  /** From when the next one may go, ms of the monotonic clock. */
  #free = -Infinity;
  #stop: Stop | undefined;

  constructor(readonly clock: Clock) {}

  #line(places: number): WaitingLine {
    return new WaitingLine(
      places,
      (network) => this.#slowdown.tries(network, this.#now),
    );
  }

  get #now(): number {
    return this.clock.monotonic() / 1000;
  }

  /**
   * Whether a password from an address may be looked at: true at once, in which it is counted before
   * anybody else asks, or a promise for its turn, with false where it has to give way.
   * @param gone tells that nobody waits for the answer any more
   */
  turn(address: string, gone: AbortSignal): true | Promise<boolean> {
    return this.#slowdown.waits(address, this.#now)
      ? this.#wait(address, gone)
      : true;
  }

  async #wait(address: string, gone: AbortSignal): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const isFirst = this.#slowdown.asked(address, this.#now);
    const line = isFirst ? this.#fresh : this.#tried;
    const waiting = line.enter(address, resolve);
    const leave = () => this.#leave(line, waiting);
    if (gone.aborted) leave();
    gone.addEventListener("abort", leave);
    this.#next();
    const turn = await promise;
    gone.removeEventListener("abort", leave);
    return turn;
  }

  #leave(line: WaitingLine, waiting: Waiting): void {
    line.leave(waiting);
    waiting.resolve(false);
  }

  #next(): void {
    if (this.#stop || this.#fresh.size + this.#tried.size === 0) return;
    const wait = Math.max(0, this.#free - this.clock.monotonic());
    this.#stop = this.clock.after(wait, () => {
      this.#stop = undefined;
      this.#take();
      this.#next();
    });
  }

  /** Lets one go, of the line that was not the last one where both have some. */
  #take(): void {
    const other = this.#last === this.#fresh ? this.#tried : this.#fresh;
    const line = other.size > 0 ? other : this.#last;
    const next = line.next();
    if (!next) return;
    this.#last = line;
    this.#free = this.clock.monotonic() + GAP;
    next.resolve(true);
  }

  /** It was wrong; true when whoever looks after the gateway should hear of it. */
  wrong(address: string): boolean {
    return this.#slowdown.wrong(address, this.#now);
  }

  /** It was right. */
  right(address: string): void {
    this.#slowdown.right(address);
  }

  /** Sends all away. */
  close(): void {
    this.#stop?.();
    for (const line of [this.#fresh, this.#tried]) {
      for (let one = line.next(); one; one = line.next()) one.resolve(false);
    }
  }
}
