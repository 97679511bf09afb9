/** How much is taken in from one process: who sends more waits, who does so all the time is ended. */
import { SystemClock } from "../../hal/clock.ts";

/** Characters and lines a second, and seconds of both that may come at once. */
const SIZE = 512 * 1024, COUNT = 2000, BURST = 4;
/** Milliseconds of a pause, and of all pauses within `SPAN` that are too many. */
const PAUSE = 20, SPAN = 8_000, TOO_LONG = 3_000;

/** Counts what comes. */
export class Intake {
  readonly #clock = new SystemClock();
  #at = 0;
  /** What may still come at once, in seconds. */
  #left = BURST;
  #spanEnds = SPAN;
  #paused = 0;

  /** Waits as long as it has to before more is taken; at once where less came than may. */
  pause(size: number): Promise<"go on" | "flood"> | "go on" {
    const now = this.#clock.monotonic();
    this.#left = Math.min(BURST, this.#left + (now - this.#at) / 1000) -
      Math.max(size / SIZE, 1 / COUNT);
    this.#at = now;
    return this.#left >= 0 ? "go on" : this.#wait(now);
  }

  async #wait(now: number): Promise<"go on" | "flood"> {
    if (now > this.#spanEnds) {
      this.#spanEnds = now + SPAN;
      this.#paused = 0;
    }
    const ms = Math.max(PAUSE, -this.#left * 1000);
    this.#paused += ms;
    await new Promise<void>((resolve) => void this.#clock.after(ms, resolve));
    return this.#paused > TOO_LONG ? "flood" : "go on";
  }
}
