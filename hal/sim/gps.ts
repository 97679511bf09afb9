import type { Gps, GpsFix, Supply } from "../mod.ts";

/** A receiver in memory: reports go in by `report`. */
export class SimGps implements Gps {
  readonly name = "simulated";
  #receive: ((fix: GpsFix) => void) | undefined;

  /** Hands reports to the program from now on. */
  open(receive: (fix: GpsFix) => void): void {
    this.#receive = receive;
  }

  /** Hands a report to the program. */
  report(fix: GpsFix): void {
    this.#receive?.(fix);
  }

  /** Ends that. */
  close(): Promise<void> {
    this.#receive = undefined;
    return Promise.resolve();
  }
}

/** A 12 V supply that is what it is set to. */
export class SimSupply implements Supply {
  /** A supply of so many volts. @param value can be set at any time; undefined for unknown */
  constructor(public value: number | undefined = 12.5) {}

  volts(): number | undefined {
    return this.value;
  }
}
