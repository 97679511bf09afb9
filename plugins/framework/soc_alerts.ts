import { round } from "ovms-edge";

/** A minimum SOC alert is armed again when the SOC is above the minimum by more than this, %. */
const REARM = 2;

/** Tells once when the SOC falls below what the owner wants at least (feature 9). */
export class MinimumSoc {
  #told = false;

  /**
   * One minute.
   * @param soc %, undefined while nobody knows it
   * @param minimum %, 0 turns it off
   */
  minute(soc: number | undefined, minimum: number): boolean {
    if (soc === undefined) return false;
    const percent = round(soc);
    if (percent > minimum + REARM) this.#told = false;
    if (this.#told || percent >= minimum) return false;
    this.#told = true;
    return true;
  }
}

/** Below this the battery is about to be damaged, %. */
const CRITICAL = 5;
/** Steps of ten minutes before the first alert and before each further one. */
const FIRST = 6, AGAIN = 72;

/** Tells when the SOC is critical while the car is off: after an hour, then twice a day. */
export class CriticalSoc {
  /** Starts at 0, so that the first step after a restart can alert. */
  #wait = 0;

  /**
   * Ten minutes.
   * @param soc %, undefined while nobody knows it
   */
  step(soc: number | undefined, carOn: boolean): boolean {
    if (soc === undefined || round(soc) >= CRITICAL || carOn) {
      this.#wait = FIRST;
      return false;
    }
    if (this.#wait > 0) {
      this.#wait--;
      return false;
    }
    this.#wait = AGAIN;
    return true;
  }
}

/** Text of the critical SOC alert. */
export function criticalSocText(soc: number): string {
  return `ALERT!!! CRITICAL SOC LEVEL APPROACHED (${round(soc)}% SOC)`;
}
