import type { Driving } from "./motion.ts";

/** Energy units in a watt hour: samples of 10 ms in steps of 16 W. */
export const UNITS_PER_WH = 22500;
/** Tenths of a metre in a kilometre. */
export const STEPS_PER_KM = 10_000;
/** Smallest acceleration that counts unless told, m/s²: 0.1 km/h in 0.1 s. */
const ACCELERATING = 10 / 36;
/** Shortest level section, m. */
const SECTION = 100;
/** Metres in an odometer step. */
const ODOMETER_STEP = 10;

/** What was driven and used at constant speed, accelerating or decelerating. */
export interface SpeedSection {
  /** 1/10 m. */
  distance: number;
  /** Energy units. */
  used: number;
  /** Energy units, by recuperation or charging. */
  recovered: number;
}

/** What was driven and used uphill or downhill. */
export interface LevelSection {
  /** m. */
  distance: number;
  /** Sum of height differences, m, positive. */
  height: number;
  /** Energy units. */
  used: number;
  /** Energy units. */
  recovered: number;
}

/** Sums over the three speed sections: energy units and 1/10 m. */
export interface Totals {
  readonly used: number;
  readonly recovered: number;
  readonly distance: number;
}

/** The same with the charge, Ah. */
export interface AllTotals extends Totals {
  readonly ahUsed: number;
  readonly ahCharged: number;
}
type AllSums = { -readonly [K in keyof AllTotals]: number };

/** A voltage that may be unknown. */
interface Volts {
  or(instead: number): number;
}

const speedSection = (): SpeedSection => ({
  distance: 0,
  used: 0,
  recovered: 0,
});
const levelSection = (): LevelSection => ({
  distance: 0,
  height: 0,
  used: 0,
  recovered: 0,
});

/** What flowed and was driven since the program started; all of it only grows. */
export interface Meter {
  /** Brings the amounts up to now; default: they always are. */
  look?(): void;
  /** Energy units. */
  readonly used: number;
  /** Energy units, by recuperation or charging. */
  readonly recovered: number;
  /** 1/10 m. */
  readonly distance: number;
  /** Charge drawn and come back, Ah, where it is known without the battery's voltage. */
  readonly ahUsed?: number;
  readonly ahRecovered?: number;
}

/** Before the car's meter is read. */
const NOTHING_YET: Meter = { used: 0, recovered: 0, distance: 0 };

/**
 * The power statistics of firmware RT3.0: energy and distance of the present trip or charge, by kind
 * of driving.
 *
 * They look at a meter when the kind of driving changes and when somebody asks, and are told
 * accelerations as they come and once a second odometer and altitude.
 */
export class PowerStatistics {
  readonly #constant = speedSection();
  readonly #accelerating = speedSection();
  readonly #decelerating = speedSection();
  readonly #up = levelSection();
  readonly #down = levelSection();
  #meter: Meter = NOTHING_YET;
  #volts: Volts | undefined;
  #drawn = 0;
  #charged = 0;
  /** The meter's charge when it was added. */
  #ahUsed = 0;
  #ahRecovered = 0;
  /** The meter when the sections were given what it had. */
  #used = 0;
  #recovered = 0;
  #distance = 0;

  #section = this.#constant;
  /** What was used and recovered since the level section began. */
  #levelUsed = 0;
  #levelRecovered = 0;
  /** Odometer at the beginning of the level section, 10 m; 0 for no section. */
  #odometer = 0;
  #altitude = 0;
  /** The same object for all calls. */
  readonly #totals: AllSums = {
    used: 0,
    recovered: 0,
    distance: 0,
    ahUsed: 0,
    ahCharged: 0,
  };

  /** Smallest acceleration that counts, m/s². */
  readonly #steady: number;

  constructor(steady = ACCELERATING) {
    this.#steady = steady;
  }

  get constant(): SpeedSection {
    this.#sum();
    return this.#constant;
  }
  get accelerating(): SpeedSection {
    this.#sum();
    return this.#accelerating;
  }
  get decelerating(): SpeedSection {
    this.#sum();
    return this.#decelerating;
  }
  get up(): LevelSection {
    return this.#up;
  }
  get down(): LevelSection {
    return this.#down;
  }

  /** Charge drawn from the battery, Ah; nothing is added while its voltage is unknown. */
  get ahUsed(): number {
    this.#sum();
    return this.#drawn;
  }
  /** Charge that came back, Ah. */
  get ahCharged(): number {
    this.#sum();
    return this.#charged;
  }
  /** The present kind of driving. */
  get driving(): Driving {
    return this.#section === this.#accelerating
      ? "accelerating"
      : this.#section === this.#decelerating
      ? "decelerating"
      : "constant";
  }

  /**
   * Reads this meter from now on.
   * @param volts voltage of the battery
   */
  connect(meter: Meter, volts?: Volts): void {
    this.#sum();
    meter.look?.();
    this.#meter = meter;
    this.#volts = volts;
    this.#used = meter.used;
    this.#recovered = meter.recovered;
    this.#distance = meter.distance;
    this.#ahUsed = meter.ahUsed ?? 0;
    this.#ahRecovered = meter.ahRecovered ?? 0;
  }

  /** Gives the present section what the meter has more than at the last call. */
  #sum(): void {
    const meter = this.#meter, section = this.#section;
    meter.look?.();
    const { used, recovered, distance } = meter;
    const drawn = grown(used, this.#used);
    const back = grown(recovered, this.#recovered);
    section.used += drawn;
    section.recovered += back;
    section.distance += grown(distance, this.#distance);
    this.#levelUsed += drawn;
    this.#levelRecovered += back;
    if (drawn + back > 0) this.#sumCharge(drawn, back);
    this.#used = used;
    this.#recovered = recovered;
    this.#distance = distance;
  }

  #sumCharge(drawn: number, back: number): void {
    const { ahUsed, ahRecovered } = this.#meter;
    if (ahUsed !== undefined && ahRecovered !== undefined) {
      this.#drawn += grown(ahUsed, this.#ahUsed);
      this.#charged += grown(ahRecovered, this.#ahRecovered);
      this.#ahUsed = ahUsed;
      this.#ahRecovered = ahRecovered;
      return;
    }
    const unitsPerAh = (this.#volts?.or(0) ?? 0) * UNITS_PER_WH;
    if (!(unitsPerAh > 0)) return;
    this.#drawn += drawn / unitsPerAh;
    this.#charged += back / unitsPerAh;
  }

  /**
   * The acceleration, whenever it changes.
   * @param acceleration m/s², negative while the car becomes slower
   * @returns whether that is another kind of driving
   */
  accelerates(acceleration: number): boolean {
    const section = acceleration >= this.#steady
      ? this.#accelerating
      : acceleration <= -this.#steady
      ? this.#decelerating
      : this.#constant;
    if (section === this.#section) return false;
    this.#sum();
    this.#section = section;
    return true;
  }

  /**
   * Once a second while the car is on.
   * @param odometer 10 m; 0 while unknown
   * @param altitude m; undefined without a valid position: the section is dropped
   */
  level(odometer: number, altitude: number | undefined): void {
    if (altitude === undefined) {
      this.#odometer = 0;
      return;
    }
    if (this.#odometer === 0) {
      this.#beginLevel(odometer, altitude);
      return;
    }
    const distance = (odometer - this.#odometer) * ODOMETER_STEP;
    if (distance < SECTION) return;
    const height = altitude - this.#altitude;
    const grade = Math.trunc(height * 100 / distance);
    if (grade !== 0) {
      this.#sum();
      const level = grade > 0 ? this.#up : this.#down;
      level.distance += distance;
      level.height += Math.abs(height);
      level.used += this.#levelUsed;
      level.recovered += this.#levelRecovered;
    }
    this.#beginLevel(odometer, altitude);
  }

  #beginLevel(odometer: number, altitude: number): void {
    this.#odometer = odometer;
    this.#altitude = altitude;
    this.#sum();
    this.#levelUsed = this.#levelRecovered = 0;
  }

  /** Begins anew, when the car was switched on or a charge begins. */
  reset(): void {
    this.#beginLevel(0, 0);
    const { constant, accelerating, decelerating, up, down } = this;
    for (const section of [constant, accelerating, decelerating]) {
      Object.assign(section, speedSection());
    }
    for (const level of [up, down]) Object.assign(level, levelSection());
    this.#section = this.#constant;
    this.#drawn = this.#charged = 0;
  }

  /** Sums of the speed sections, and the charge, until the next call: one look at the meter for all of them. */
  totals(): AllTotals {
    this.#sum();
    const constant = this.#constant,
      accelerating = this.#accelerating,
      decelerating = this.#decelerating,
      totals = this.#totals;
    totals.used = constant.used + accelerating.used + decelerating.used;
    totals.recovered = constant.recovered + accelerating.recovered +
      decelerating.recovered;
    totals.distance = constant.distance + accelerating.distance +
      decelerating.distance;
    totals.ahUsed = this.#drawn;
    totals.ahCharged = this.#charged;
    return totals;
  }
}

/** What a counter counted; one that fell began anew. */
function grown(now: number, before: number): number {
  return now >= before ? now - before : now;
}
