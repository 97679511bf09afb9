/** Energy units in a watt hour: samples of 10 ms in steps of 16 W. */
export const UNITS_PER_WH = 22500;
/** Smallest change from one speed to the next, 0.1 s later, that counts as accelerating, 1/100 km/h. */
const ACCELERATING = 10;
/** Shortest level section, m. */
const SECTION = 100;
/** Metres in an odometer step. */
const ODOMETER_STEP = 10;
/** The distance counter wraps at 16 bit. */
const COUNTER = 0xffff;

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

/**
 * The power statistics of firmware RT3.0: energy and distance of the present trip or charge, in
 * whole units so that nothing is lost to rounding.
 *
 * It is fed with what the frames carry: power of 0x155 every 10 ms, speed of 0x599 and the distance
 * counter of 0x59E every 100 ms, and once a second with odometer and altitude.
 */
export class PowerStatistics {
  readonly #constant = speedSection();
  readonly #accelerating = speedSection();
  readonly #decelerating = speedSection();
  readonly #up = levelSection();
  readonly #down = levelSection();
  /** Samples since the program started, and how many of them the sections have. */
  #samples = 0;
  #summed = 0;
  /** What the others used and recovered; all of them belong to the present section. */
  #used = 0;
  #recovered = 0;

  #section = this.#constant;
  #speed = 0;
  #counter = 0;
  #reference = 0;
  /** False until the counter was seen: it does not begin at zero when the program starts in a driving car. */
  #counting = false;
  #switchingOn = false;
  /** What was used and recovered since the level section began. */
  #levelUsed = 0;
  #levelRecovered = 0;
  /** Odometer at the beginning of the level section, 10 m; 0 for no section. */
  #odometer = 0;
  #altitude = 0;

  /** Samples since the program started. */
  get samples(): number {
    return this.#samples;
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

  /**
   * One valid power sample; there are a hundred a second, so this only notes it.
   * @param power 16 W units, discharge positive
   */
  sample(power: number): void {
    if (power > 0) this.#used += power;
    else this.#recovered -= power;
    this.#samples++;
  }

  /** Gives the present section what was noted since the last call, and the distance that came before. */
  #sum(): void {
    if (this.#summed === this.#samples) return;
    this.#summed = this.#samples;
    const section = this.#section, used = this.#used, back = this.#recovered;
    section.distance += (this.#counter - this.#reference) & COUNTER;
    section.used += used;
    section.recovered += back;
    this.#reference = this.#counter;
    this.#levelUsed += used;
    this.#levelRecovered += back;
    this.#used = this.#recovered = 0;
  }

  /**
   * One valid speed.
   * @param speed 1/100 km/h
   */
  speed(speed: number): void {
    const delta = speed - this.#speed;
    this.#speed = speed;
    const section = delta >= ACCELERATING
      ? this.#accelerating
      : delta <= -ACCELERATING
      ? this.#decelerating
      : this.#constant;
    if (section === this.#section) return;
    this.#sum();
    this.#section = section;
  }

  /**
   * The distance counter. What it counted is attributed by the next power sample.
   * @param counter 1/10 m, modulo 65536
   */
  counter(counter: number): void {
    this.#sum();
    this.#counter = counter;
    if (this.#counting && !this.#switchingOn) return;
    this.#counting = true;
    this.#reference = counter;
  }

  /**
   * The key as 0x597 shows it, while the second in which it turned has not ended: counter and
   * reference begin at zero, and nothing that the counter does until then is distance.
   */
  switching(on: boolean): void {
    if (on && !this.#switchingOn) {
      this.#sum();
      this.#counter = this.#reference = 0;
      this.#counting = true;
    }
    this.#switchingOn = on;
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
    this.#reference = this.#counter;
    this.#switchingOn = false;
  }

  /** Sums of the speed sections. */
  totals(): Totals {
    const { constant, accelerating, decelerating } = this;
    return {
      used: constant.used + accelerating.used + decelerating.used,
      recovered: constant.recovered + accelerating.recovered +
        decelerating.recovered,
      distance: constant.distance + accelerating.distance +
        decelerating.distance,
    };
  }
}
