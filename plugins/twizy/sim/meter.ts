import { WH_A_SAMPLE } from "./battery.ts";
import type { Energies } from "./types.ts";

/** Watts of one unit of 0x155, at this voltage. */
const UNIT = 16, NOMINAL = 64;

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
  readonly #measured = { used: 0, regained: 0, charged: 0 };
  /** Energy of one unit during one sample at the present voltage of the pack, Wh. */
  #whASample = WH_A_SAMPLE;

  /** The same at the pack's voltage, whatever it was then, Wh. */
  get measured(): Energies {
    return { ...this.#measured };
  }

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

  /**
   * Sets the power of the following samples.
   * @param volts what the pack has
   */
  set(watts: number, charging: boolean, volts: number): void {
    this.#watts = watts;
    this.#charging = charging;
    this.#whASample = WH_A_SAMPLE * volts / NOMINAL;
  }

  /** The next sample of 10 ms, 16 W units. */
  sample(): number {
    this.#owed += this.#watts / UNIT;
    const units = Math.round(this.#owed);
    this.#owed -= units;
    this.#taken += units;
    const wh = units * this.#whASample;
    if (units > 0) {
      this.#used += units;
      this.#measured.used += wh;
    } else if (this.#charging) {
      this.#charged -= units;
      this.#measured.charged -= wh;
    } else {
      this.#regained -= units;
      this.#measured.regained -= wh;
    }
    return units;
  }

  /** Sum of the samples since the last call. */
  take(): number {
    const taken = this.#taken;
    this.#taken = 0;
    return taken;
  }
}
