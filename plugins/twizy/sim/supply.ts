/** Held by the DC/DC converter while the car is on or charging, V. */
const CHARGING = 14.1;
/** A healthy battery at rest, V. */
const RESTED = 12.7;
/** What the parked car's consumers take, V an hour. */
const SINKS = 0.004;
/** How long the voltage at rest takes to recover, and the surface charge to vanish, s. */
const RECOVERS = 3600;
const SURFACE = 120;
/** The converter off, the voltage stands this much above that at rest, V. */
const SURFACE_CHARGE = 0.6;

/** The car's 12 V battery. */
export class TwelveVolt {
  #rest = RESTED;
  #surface = 0;
  #converter = false;

  /** V. */
  get volts(): number {
    return this.#converter ? CHARGING : this.#rest + this.#surface;
  }

  /** Whether the DC/DC converter feeds it. */
  get fed(): boolean {
    return this.#converter;
  }

  /** Makes the battery rest at some volts from now on. */
  set(volts: number): void {
    this.#rest = volts;
    this.#surface = 0;
  }

  /** Lets seconds pass with the DC/DC converter on or off. */
  pass(seconds: number, converter: boolean): void {
    this.#converter = converter;
    if (converter) {
      this.#surface = SURFACE_CHARGE;
      if (this.#rest < RESTED) {
        this.#rest = RESTED +
          (this.#rest - RESTED) * Math.exp(-seconds / RECOVERS);
      }
    } else {
      this.#surface *= Math.exp(-seconds / SURFACE);
      this.#rest = Math.max(0, this.#rest - SINKS * seconds / 3600);
    }
  }
}
