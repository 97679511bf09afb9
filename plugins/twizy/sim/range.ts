import { CAPACITY } from "./charge_curve.ts";

/** Consumption assumed unless told otherwise and its limits, Wh/km. */
export const CONSUMPTION = { first: 80, min: 45, max: 180 } as const;
/** How many kilometres the average remembers. */
const MEMORY = 20;

/** The display's range: what is left at the consumption of the last kilometres. */
export class RangeEstimate {
  #consumption: number;

  /** @param consumption of the kilometres before, Wh/km */
  constructor(consumption: number = CONSUMPTION.first) {
    this.#consumption = consumption;
  }

  /** Adds a stretch with its consumption. */
  learn(km: number, wh: number): void {
    if (km === 0) return;
    const learnt = this.#consumption + (wh - this.#consumption * km) / MEMORY;
    this.#consumption = Math.min(
      CONSUMPTION.max,
      Math.max(CONSUMPTION.min, learnt),
    );
  }

  /** Range in km with an SOC in %. */
  at(soc: number): number {
    return soc / 100 * CAPACITY / this.#consumption;
  }
}
