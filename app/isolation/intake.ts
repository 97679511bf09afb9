/** How much is taken in from one process: who sends more waits, who does so all the time is ended. */
import { SystemClock } from "../../hal/clock.ts";
import type { Clock } from "../../hal/mod.ts";

/** Characters and lines a second, and seconds of both that may come at once. */
const SIZE = 512 * 1024, COUNT = 2000, BURST = 4;
/** What is written to the disk, a second, and seconds of it at once: everybody waits for a memory card. */
const KEPT = 10, KEPT_BURST = 10;
/** How much longer the others have their turn than the disk took. */
const OTHERS = 2;
/** Milliseconds of a pause, and of all pauses within `SPAN` that are too many. */
const PAUSE = 20, SPAN = 8_000, TOO_LONG = 3_000;

/** Counts what comes. */
export class Intake {
  readonly #clock: Clock;
  #at = 0;
  /** What may still come at once, in seconds. */
  #left = BURST;
  /** The same for what is kept. */
  #keeps = KEPT_BURST;
  #spanEnds = SPAN;
  #paused = 0;

  constructor(clock: Clock = new SystemClock()) {
    this.#clock = clock;
  }

  /**
   * Takes what came, and waits as long as it has to before more is taken; not at all where less came
   * than may.
   * @param work takes it; true where something was written to the disk
   */
  take(
    size: number,
    work: () => boolean,
  ): Promise<"go on" | "flood"> | "go on" {
    const before = this.#clock.monotonic(), kept = work();
    const now = this.#clock.monotonic(), passed = (now - this.#at) / 1000;
    this.#left = Math.min(BURST, this.#left + passed) -
      Math.max(size / SIZE, 1 / COUNT);
    this.#keeps = Math.min(KEPT_BURST, this.#keeps + passed) -
      (kept ? 1 / KEPT : 0);
    this.#at = now;
    const left = Math.min(this.#left, this.#keeps);
    if (left < 0) return this.#wait(now, left);
    return kept ? this.#rest(OTHERS * (now - before)) : "go on";
  }

  /** Everybody waited for the disk: now the others have their turn. */
  async #rest(ms: number): Promise<"go on"> {
    await this.#passed(ms);
    return "go on";
  }

  async #wait(now: number, left: number): Promise<"go on" | "flood"> {
    if (now > this.#spanEnds) {
      this.#spanEnds = now + SPAN;
      this.#paused = 0;
    }
    const ms = Math.max(PAUSE, -left * 1000);
    this.#paused += ms;
    await this.#passed(ms);
    return this.#paused > TOO_LONG ? "flood" : "go on";
  }

  #passed(ms: number): Promise<void> {
    return new Promise((resolve) => void this.#clock.after(ms, resolve));
  }
}
