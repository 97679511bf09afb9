import {
  type BusPhase,
  type Sequence,
  SEQUENCES,
  SILENT,
} from "./bus_phases.ts";

/** Walks through the phases of the bus in steps of 100 ms. */
export class Bus {
  #rows: readonly BusPhase[] = [SILENT];
  #next = 1;
  #left = Infinity;
  #phase: BusPhase = SILENT;

  /** What is on the bus now. */
  get phase(): BusPhase {
    return this.#phase;
  }

  /** False while nothing is on the bus and nothing is about to be. */
  get awake(): boolean {
    return this.#phase !== SILENT || this.#next < this.#rows.length;
  }

  /** Starts a sequence with the next `tick`. */
  begin(sequence: Sequence): void {
    this.#rows = SEQUENCES[sequence];
    this.#next = 0;
    this.#left = 0;
  }

  /** Lets 100 ms begin. */
  tick(): void {
    const next = this.#rows[this.#next];
    if (this.#left <= 0 && next !== undefined) {
      this.#phase = next;
      this.#left = next.ms;
      this.#next++;
    }
    this.#left -= 100;
  }
}
