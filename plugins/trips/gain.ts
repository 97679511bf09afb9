/** Counters that begin anew now and then, and what they gained. */

/** A metric, as a gain is taken from it. */
export interface Counted {
  /** Its value, or this where nobody knows it. */
  or(instead: number): number;
  /** Seconds since it was received; undefined before the first time. */
  readonly age: number | undefined;
}

/** Age up to which a counter was heard in this second, s. */
const HEARD = 1;

/** What a counter grew by; one that fell has begun anew with what it shows. */
export class Gain {
  /** NaN before the first. */
  #last = NaN;
  readonly #most: number = 0;
  readonly #restarts: boolean = false;

  /**
   * @param most more than this in one step is a mistake of the car's, and counts from there on
   * @param restarts whether a value that fell is a new beginning; else it is such a mistake
   */
  constructor(most: number, restarts = true) {
    this.#most = most;
    this.#restarts = restarts;
  }

  /** What came since the last call; NaN where nothing is heard. */
  take(counter: Counted): number {
    const value = counter.or(NaN), { age } = counter;
    if (Number.isNaN(value) || age === undefined) return NaN;
    const last = Number.isNaN(this.#last) ? value : this.#last;
    this.#last = value;
    if (age > HEARD && value === last) return NaN;
    const came = value >= last ? value - last : this.#restarts ? value : 0;
    return came <= this.#most ? came : 0;
  }
}
