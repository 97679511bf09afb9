import { WH_A_SAMPLE } from "./battery.ts";

/** Watts of one unit of 0x155. */
const UNIT = 16;

/**
 * Turns a power into the samples of 0x155 and adds up what was sent.
 * What rounding a sample leaves over goes into the next, so that the sum stays true.
 */
export class PowerMeter {
  #watts = 0;
  #charging = false;
  #owed = 0;
  #taken = 0;
  #used = 0;
  #regained = 0;
  #charged = 0;

  /** Discharged, Wh. */
  get used(): number {
    return this.#used * WH_A_SAMPLE;
  }

  /** Recuperated, Wh. */
  get regained(): number {
    return this.#regained * WH_A_SAMPLE;
  }

  /** Charged from the mains, Wh. */
  get charged(): number {
    return this.#charged * WH_A_SAMPLE;
  }

  /** Power now in W, positive = discharge. */
  get watts(): number {
    return this.#watts;
  }

  /** Sets the power of the following samples. */
  set(watts: number, charging: boolean): void {
    this.#watts = watts;
    this.#charging = charging;
  }

  /** The next sample of 10 ms, 16 W units. */
  sample(): number {
    this.#owed += this.#watts / UNIT;
    const units = Math.round(this.#owed);
    this.#owed -= units;
    this.#taken += units;
    if (units > 0) this.#used += units;
    else if (this.#charging) this.#charged -= units;
    else this.#regained -= units;
    return units;
  }

  /** Sum of the samples since the last call. */
  take(): number {
    const taken = this.#taken;
    this.#taken = 0;
    return taken;
  }
}
