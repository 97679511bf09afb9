/** Counters that begin anew now and then, and what they gained. */

/** A metric, as a gain is taken from it. */
export interface Counted {
  readonly value: number | undefined;
  /** Seconds since it was received; undefined before the first time. */
  readonly age: number | undefined;
}

/** Age up to which a counter was heard in this second, s. */
const HEARD = 1;

/** What a counter grew by; one that fell has begun anew with what it shows. */
export class Gain {
  #last: number | undefined;
  readonly #most: number;
  readonly #restarts: boolean;

  /**
   * @param most more than this in one step is a mistake of the car's, and counts from there on
   * @param restarts whether a value that fell is a new beginning; else it is such a mistake
   */
  constructor(most: number, restarts = true) {
    this.#most = most;
    this.#restarts = restarts;
  }

  /** What came since the last call; undefined where nothing is heard. */
  take({ value, age }: Counted): number | undefined {
    if (value === undefined || age === undefined) return undefined;
    const last = this.#last ?? value;
    this.#last = value;
    if (age > HEARD && value === last) return undefined;
    const came = value >= last ? value - last : this.#restarts ? value : 0;
    return came <= this.#most ? came : 0;
  }
}
