/** Where energy and way come from: the car's own counters, or power and odometer over time. */
import { round } from "ovms-edge";
import type { Counters } from "./options.ts";
import { type Meter, STEPS_PER_KM, UNITS_PER_WH } from "./statistics.ts";

/** A metric that counts. */
interface Count {
  or(instead: number): number;
}

/** The car's own counters. */
export class CountedMeter implements Meter {
  readonly #units: number;
  readonly #steps: number;

  constructor(
    readonly counts: Readonly<Record<keyof Meter, Count>>,
    { perWh, perKm }: Counters,
  ) {
    this.#units = UNITS_PER_WH / perWh;
    this.#steps = STEPS_PER_KM / perKm;
  }

  get used(): number {
    return this.counts.used.or(0) * this.#units;
  }
  get recovered(): number {
    return this.counts.recovered.or(0) * this.#units;
  }
  get distance(): number {
    return this.counts.distance.or(0) * this.#steps;
  }
}

/** Energy units in a kilowatt for a millisecond, which is a joule. */
const UNITS_PER_JOULE = UNITS_PER_WH / 3600;
/** Seconds without any value of the power after which it counts as unknown. */
const HOLD = 1;
/** A way between two values of the odometer that no car drives, km. */
const JUMP = 10;
/** Way that the counter may be ahead before the odometer counts as dead, 1/10 m. */
const AHEAD = 1000;

/** Power and odometer, summed up over time, however many values come. */
export class TimedMeter implements Meter {
  #used = 0;
  #recovered = 0;
  #distance = 0;
  /** kW since `#at`, ms; not summed up while nothing tells it. */
  #power = 0;
  #at = 0;
  #known = false;
  /** km. */
  #odometer: number | undefined;
  /** The counter up to which its way is known, and what of that the odometer has not told yet, 1/10 m. */
  #counter: number;
  #taken = 0;

  /**
   * @param clock milliseconds that never jump
   * @param counter a way that the car counts itself, for when the odometer stands still, 1/10 m
   */
  constructor(
    readonly clock: () => number,
    readonly counter: () => number = () => 0,
  ) {
    this.#counter = counter();
  }

  get used(): number {
    this.#advance();
    return this.#used;
  }
  get recovered(): number {
    this.#advance();
    return this.#recovered;
  }
  get distance(): number {
    const counter = this.counter(), ahead = counter - this.#counter;
    if (ahead > AHEAD || ahead < 0) {
      this.#counter = counter;
      this.#taken += Math.max(0, ahead);
      this.#distance += Math.max(0, ahead);
    }
    return this.#distance;
  }

  #advance(): void {
    const now = this.clock();
    const units = this.#known
      ? this.#power * (now - this.#at) * UNITS_PER_JOULE
      : 0;
    if (units > 0) this.#used += units;
    else this.#recovered -= units;
    this.#at = now;
  }

  /** @param power another power, kW */
  power(power: number): void {
    this.#advance();
    this.#power = power;
    this.#known = true;
  }

  /**
   * A second went by.
   * @param age seconds since the power was told, whether it changed or not
   */
  second(age: number | undefined): void {
    if (age !== undefined && age <= HOLD) this.#advance();
    else {
      this.#known = false;
      this.#at = this.clock();
    }
  }

  /** @param odometer another value, km */
  odometer(odometer: number): void {
    const way = odometer - (this.#odometer ?? odometer);
    this.#odometer = odometer;
    if (way <= 0 || way >= JUMP) return;
    // What the counter told meanwhile is a part of it.
    const steps = round(way * STEPS_PER_KM);
    this.#distance += Math.max(0, steps - this.#taken);
    this.#taken = Math.max(0, this.#taken - steps);
    this.#counter = this.counter();
  }
}

/** Both ways of taking energy and way, and which of them the owner wants. */
export class Meters {
  /** Whether the counters are read. */
  counts = false;

  constructor(readonly timed: TimedMeter, readonly counted?: CountedMeter) {}

  /** The meter that is read. */
  get read(): Meter {
    return this.counts && this.counted ? this.counted : this.timed;
  }
}
