/** Kinds of driving, by the acceleration. */
export type Driving = "constant" | "accelerating" | "decelerating";

/** How long something went on, and what it summed up to: as if it was looked at every 0.1 s. */
export interface Tally {
  /** Tenths of a second. */
  readonly count: number;
  /** Hundredths of its unit. */
  readonly sum: number;
}

/** Slowest speed that is driving, km/h. */
const DRIVING = 0.1;
/** Longest time between two looks that is driven through, ms. */
const LONGEST = 10_000;
/** Milliseconds in a tenth of a second. */
const TENTH = 100;

/** A tally that grows. */
class GrowingTally implements Tally {
  count = 0;
  sum = 0;
}

/** How fast a car drove, and how strongly it became faster and slower. */
export class Motion {
  readonly #moving = new GrowingTally();
  readonly #accelerating = new GrowingTally();
  readonly #decelerating = new GrowingTally();
  #driving: Driving = "constant";
  #speed = 0;
  /** Monotonic time of the last look, ms; NaN before the first. */
  #at = NaN;

  /** Speeds in 1/100 km/h. */
  get moving(): Tally {
    return this.#moving;
  }
  /** Changes of the speed in 1/100 km/h for each 0.1 s. */
  get accelerating(): Tally {
    return this.#accelerating;
  }
  /** The same where the car became slower, positive. */
  get decelerating(): Tally {
    return this.#decelerating;
  }

  /**
   * Once a second, and whenever the kind of driving changes.
   * @param driving what it is from now on
   * @param speed km/h up to now
   * @param at monotonic time, ms
   */
  look(driving: Driving, speed: number, at: number): void {
    const ms = Number.isNaN(this.#at) ? 0 : at - this.#at;
    const before = this.#speed;
    if (ms <= LONGEST && before + speed >= 2 * DRIVING) {
      const count = ms / TENTH;
      this.#moving.count += count;
      this.#moving.sum += count * (before + speed) * 50;
      this.#changed(count, Math.abs(speed - before) * 100);
    }
    this.#driving = driving;
    this.#speed = speed;
    this.#at = at;
  }

  #changed(count: number, change: number): void {
    if (this.#driving === "constant") return;
    const tally = this.#driving === "accelerating"
      ? this.#accelerating
      : this.#decelerating;
    tally.count += count;
    tally.sum += change;
  }

  /** A trip or a charge begins. */
  reset(): void {
    for (
      const tally of [this.#moving, this.#accelerating, this.#decelerating]
    ) tally.count = tally.sum = 0;
    this.#driving = "constant";
    this.#at = NaN;
  }
}

/** A metric that counts. */
interface Count {
  or(instead: number): number;
}

/** Counters of a car that looks at itself every 0.1 s; the tallies are what came since the last reset. */
export class CountedMotion {
  #begins: readonly number[] = [];

  /** @param counts times and sums: moving, faster, slower */
  constructor(readonly counts: readonly Count[]) {
    this.reset();
  }

  #tally(first: number): Tally {
    const since = (n: number) =>
      (this.counts[n]?.or(0) ?? 0) - (this.#begins[n] ?? 0);
    return { count: since(first), sum: since(first + 1) };
  }

  get moving(): Tally {
    return this.#tally(0);
  }
  get accelerating(): Tally {
    return this.#tally(2);
  }
  get decelerating(): Tally {
    return this.#tally(4);
  }

  /** A trip or a charge begins. */
  reset(): void {
    this.#begins = this.counts.map((count) => count.or(0));
  }
}

/**
 * Mean of a tally in its unit; 0 where it went on for less than the time between two looks: a change of
 * the speed that was only just seen has its time with the next look.
 */
export function meanOf({ count, sum }: Tally): number {
  return count >= 1 ? sum / count / 100 : 0;
}
