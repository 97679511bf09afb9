/** Times of what is stored: fixed once, whatever the wall clock does later. */
import type { Clock, Stamp } from "../mod.ts";

/** A trusted wall that differs by more was set anew, ms. */
const SET_ANEW = 60_000;

/** The time of one run of the program. */
export class Timeline {
  readonly #clock: Clock;
  readonly run: number;
  /** Wall minus monotonic time when the wall was first trusted, ms. */
  #anchor: number | undefined;
  /** The least and the most that it was, ms. */
  #least = Infinity;
  #most = -Infinity;
  /** Stamps were given without a date. */
  #owes = false;

  constructor(clock: Clock, run: number) {
    this.#clock = clock;
    this.run = run;
  }

  /** Wall minus monotonic time as the clock has it now, ms; undefined while the wall is not trusted. */
  get offset(): number | undefined {
    const { ms, trusted } = this.#clock.wall();
    if (!trusted) return undefined;
    const offset = ms - this.#clock.monotonic();
    this.#anchor ??= offset;
    this.#least = Math.min(this.#least, offset);
    this.#most = Math.max(this.#most, offset);
    return offset;
  }

  /**
   * The most that the wall was ahead of the monotonic time, ms, where it was much less at another time:
   * what was dated then may be younger than it seems. Undefined where all was dated alike.
   */
  get furthest(): number | undefined {
    return this.#most - this.#least > SET_ANEW ? this.#most : undefined;
  }

  /** Time as it is now, for what is about to be stored. */
  stamp(): Stamp {
    const monotonic = this.#clock.monotonic(), offset = this.offset;
    if (offset === undefined) this.#owes = true;
    return {
      wall: offset === undefined ? undefined : Math.round(offset + monotonic),
      run: this.run,
      monotonic,
    };
  }

  /** Whether stamps wait for a date. */
  get owes(): boolean {
    return this.#owes;
  }

  /** Rows of this run came from elsewhere, perhaps without one. */
  owe(): void {
    this.#owes = true;
  }

  /** They got it. */
  paid(): void {
    this.#owes = false;
  }

  /**
   * Time as it is now, for telling whether something is too old: of the wall as it was when first
   * trusted and as it is now, the earlier. A wall that jumps ahead makes nothing old.
   */
  cautious(): Stamp {
    const now = this.stamp();
    if (now.wall === undefined || this.#anchor === undefined) return now;
    const anchored = Math.round(this.#anchor + now.monotonic);
    return { ...now, wall: Math.min(now.wall, anchored) };
  }
}
