/** Seconds without a frame until a bus counts as silent, and until it counts as asleep. */
const SILENT = 2, ASLEEP = 10;
/** Seconds that a bus has to be heard again before anybody is asked on it. */
const SETTLED = 2;

/** Whether a bus is awake, by the frames that come on it, and what polls may still cost there. */
export class BusWatch {
  /** Frames that polls may still cost. */
  balance = 0;
  /** Seconds since the last frame. */
  #silence = ASLEEP;
  /** Seconds since it woke. */
  #awake = 0;
  #frames: number;
  #load = 0;

  /** @param frames received so far that have nothing to do with diagnostics */
  constructor(readonly frames: () => number) {
    this.#frames = frames();
  }

  /** Whether somebody may be asked. */
  get awake(): boolean {
    return this.#silence < SILENT && this.#awake >= SETTLED;
  }

  get asleep(): boolean {
    return this.#silence >= ASLEEP;
  }

  /**
   * One second.
   * @param load frames that diagnostics put on the bus so far
   * @param budget of frames a second
   */
  second(load: number, budget: number): void {
    const frames = this.frames();
    this.#silence = frames > this.#frames ? 0 : this.#silence + 1;
    this.#awake = this.asleep ? 0 : this.#awake + 1;
    this.#frames = frames;
    this.spend(load);
    this.balance = Math.min(budget, this.balance + budget);
  }

  /** Takes what was spent since the last call off the balance. */
  spend(load: number): void {
    this.balance -= load - this.#load;
    this.#load = load;
  }
}
