import type { Clock, Stop, Supply } from "../mod.ts";

/** A 12 V system cannot have more. */
const MOST_VOLTS = 36;
/** Measurements in a row that may be missing before the supply counts as unknown. */
const PATIENCE = 3;

/** A supply that is measured again and again; unknown as soon as that fails. */
export class PolledSupply implements Supply {
  readonly #measure: (signal: AbortSignal) => Promise<number>;
  readonly #stop: Stop;
  readonly #closing = new AbortController();
  #volts: number | undefined;
  #running: Promise<void> | undefined;
  #missed = 0;

  /**
   * Begins at once.
   * @param every ms between two measurements
   * @param measure resolves with volts; rejects, or never answers, when it cannot
   */
  constructor(
    clock: Clock,
    every: number,
    measure: (signal: AbortSignal) => Promise<number>,
  ) {
    this.#measure = measure;
    this.#stop = clock.every(every, () => this.#poll());
    this.#poll();
  }

  volts(): number | undefined {
    return this.#volts;
  }

  /** Ends the measurements; the value is unknown from now on. */
  close(): void {
    this.#stop();
    this.#closing.abort();
    this.#volts = undefined;
  }

  /** One measurement at a time; one that hangs makes the value unknown. */
  #poll(): void {
    if (this.#running) {
      if (++this.#missed >= PATIENCE) this.#volts = undefined;
      return;
    }
    this.#running = this.#once().finally(() => {
      this.#running = undefined;
      this.#missed = 0;
    });
  }

  async #once(): Promise<void> {
    try {
      const volts = await this.#measure(this.#closing.signal);
      const usable = volts >= 0 && volts <= MOST_VOLTS;
      this.#volts = usable && !this.#closing.signal.aborted ? volts : undefined;
    } catch {
      this.#volts = undefined;
    }
  }
}
