import { SystemClock } from "../../hal/clock.ts";
import type { Clock } from "../../hal/mod.ts";
import type { Speed } from "../action.ts";

/** Less than this is not waited for, ms: a timer costs more than a frame. */
const COARSE = 10;

/** Holds a simulated clock, from now on, to a multiple of real time, or lets it run as fast as it can. */
export class Pace {
  readonly #speed: Speed;
  /** Time of the clock from which on it is held; moves on with time that is not waited for. */
  #start: number;
  readonly #real: Clock = new SystemClock();

  constructor(speed: Speed, clock: Clock) {
    this.#speed = speed;
    this.#start = clock.monotonic();
  }

  /** Whether it holds the clock at all. */
  get held(): boolean {
    return this.#speed !== "max";
  }

  /** Time of the simulated clock that is not waited for, ms. */
  passed(ms: number): void {
    this.#start += ms;
  }

  /** Resolves when real time has caught up with the simulated clock. */
  async keep(clock: Clock): Promise<void> {
    if (this.#speed === "max") return;
    const due = (clock.monotonic() - this.#start) / this.#speed;
    const lead = due - this.#real.monotonic();
    if (lead < COARSE) return;
    await new Promise<void>((resolve) => void this.#real.after(lead, resolve));
  }
}
