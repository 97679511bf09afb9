import type { Clock, Stop, WallTime } from "./mod.ts";

/** Before this moment no version of this program existed, so a wall clock that shows less is wrong. */
const EARLIEST = Date.UTC(2026, 0, 1);

/**
 * The clock of the machine.
 *
 * A gateway without a clock chip starts in the past until a network sets its time; until then
 * `wall().trusted` is false.
 */
export class SystemClock implements Clock {
  readonly #start = performance.now();

  monotonic(): number {
    return performance.now() - this.#start;
  }

  wall(): WallTime {
    const ms = Date.now();
    return { ms, trusted: ms >= EARLIEST };
  }

  /** Keeps its raster: work that came late does not delay the next. */
  every(ms: number, work: () => void): Stop {
    let due = this.monotonic() + ms, timer = setTimeout(tick, ms);
    const wait = () => Math.max(0, due - this.monotonic());
    const skip = () =>
      due += ms * Math.max(1, Math.ceil((this.monotonic() - due) / ms));
    function tick() {
      skip();
      timer = setTimeout(tick, wait());
      work();
    }
    return () => clearTimeout(timer);
  }

  after(ms: number, work: () => void): Stop {
    const timer = setTimeout(work, ms);
    return () => clearTimeout(timer);
  }
}
