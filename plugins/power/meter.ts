/** Where energy and way come from: the car's own counters, or power and odometer over time. */
import { round } from "ovms-edge";
import type { Counters } from "./options.ts";
import { type Meter, STEPS_PER_KM, UNITS_PER_WH } from "./statistics.ts";

/** A metric that counts. */
interface Count {
  or(instead: number): number;
}

type Counts = Readonly<
  Record<
    | "used"
    | "recovered"
    | "distance"
    | "samples"
    | "packUsed"
    | "packRecovered",
    Count
  >
>;

/** The car's own counters. */
export class CountedMeter implements Meter {
  /** Energy at the nominal voltage. */
  drawn = 0;
  back = 0;
  used = 0;
  recovered = 0;
  distance = 0;
  ahUsed = 0;
  ahRecovered = 0;
  samples = 0;
  readonly #units: number;
  readonly #packUnits: number | undefined;
  readonly #steps: number;
  /** Samples that count as a second, and the voltage that they count with, V. */
  readonly perSecond: number;
  readonly nominal: number;
  readonly #counts: Counts;

  constructor(
    counts: Counts,
    { perWh, perKm, perSecond, nominal, pack }: Counters,
  ) {
    this.#counts = counts;
    this.perSecond = perSecond;
    this.nominal = nominal;
    this.#units = UNITS_PER_WH / perWh;
    this.#packUnits = pack && UNITS_PER_WH / pack.perWh;
    this.#steps = STEPS_PER_KM / perKm;
    this.look();
  }

  look(): void {
    const counts = this.#counts, units = this.#units;
    const perPack = this.#packUnits;
    const drawn = counts.used.or(0) * units;
    const back = counts.recovered.or(0) * units;
    this.drawn = drawn;
    this.back = back;
    this.samples = counts.samples.or(0);
    this.distance = counts.distance.or(0) * this.#steps;
    if (perPack === undefined) {
      this.used = drawn;
      this.recovered = back;
    } else {
      this.used = counts.packUsed.or(0) * perPack;
      this.recovered = counts.packRecovered.or(0) * perPack;
    }
    this.ahUsed = drawn / (UNITS_PER_WH * this.nominal);
    this.ahRecovered = back / (UNITS_PER_WH * this.nominal);
  }
}

/** Energy units in a kilowatt for a millisecond, which is a joule. */
const UNITS_PER_JOULE = UNITS_PER_WH / 3600;
/** Seconds without any value of the power after which it counts as unknown. */
const HOLD = 1;
/** Longest time between two looks at samples that counts, ms: after it, nobody knows when they came. */
const LONGEST = 10_000;
/** A way between two values of the odometer that no car drives, km. */
const JUMP = 10;
/** Way that the counter may be ahead before the odometer counts as dead, 1/10 m. */
const AHEAD = 1000;

/** Energy over time and the odometer's way, however many values come. */
abstract class MeasuredMeter implements Meter {
  used = 0;
  recovered = 0;
  distance = 0;
  /** km; NaN before it was told. */
  #odometer = NaN;
  /** The counter up to which its way is known, and what of that the odometer has not told yet, 1/10 m. */
  #counter = 0;
  #taken = 0;
  protected readonly clock: () => number;
  readonly #count: () => number;
  readonly #way: (() => number) | undefined;

  /**
   * @param clock milliseconds that never jump
   * @param counter a way that the car counts itself, for when the odometer stands still, 1/10 m
   * @param way a way that takes the odometer's place, 1/10 m
   */
  constructor(
    clock: () => number,
    counter: () => number,
    way?: () => number,
  ) {
    this.clock = clock;
    this.#count = counter;
    this.#way = way;
    this.#counter = counter();
  }

  /** Adds what flowed up to now. */
  protected abstract advance(): void;

  /**
   * A second went by.
   * @param age seconds since the power was told, whether it changed or not
   */
  abstract second(age: number | undefined): void;

  look(): void {
    this.advance();
    if (this.#way) {
      this.distance = this.#way();
      return;
    }
    const counter = this.#count(), ahead = counter - this.#counter;
    if (ahead <= AHEAD && ahead >= 0) return;
    this.#counter = counter;
    this.#taken += Math.max(0, ahead);
    this.distance += Math.max(0, ahead);
  }

  /** @param used energy units drawn, both not negative @param recovered those that came back */
  protected flowed(used: number, recovered: number): void {
    this.used += used;
    this.recovered += recovered;
  }

  /** @param odometer another value, km */
  odometer(odometer: number): void {
    const way = odometer - this.#odometer;
    this.#odometer = odometer;
    // Nothing is known of the way before the first one
    if (!(way > 0 && way < JUMP)) return;
    // What the counter told meanwhile is a part of it.
    const steps = round(way * STEPS_PER_KM);
    this.distance += Math.max(0, steps - this.#taken);
    this.#taken = Math.max(0, this.#taken - steps);
    this.#counter = this.#count();
  }
}

/** The power as the car tells it, held until it changes. */
export class HeldMeter extends MeasuredMeter {
  /** kW since `#at`, ms; not summed up while nothing tells it. */
  #power = 0;
  #at = 0;
  #known = false;

  protected advance(): void {
    const now = this.clock();
    const units = this.#known
      ? this.#power * (now - this.#at) * UNITS_PER_JOULE
      : 0;
    if (units > 0) this.flowed(units, 0);
    else this.flowed(0, -units);
    this.#at = now;
  }

  /** @param power another power, kW */
  power(power: number): void {
    this.advance();
    this.#power = power;
    this.#known = true;
  }

  second(age: number | undefined): void {
    if (age !== undefined && age <= HOLD) this.advance();
    else {
      this.#known = false;
      this.#at = this.clock();
    }
  }
}

/**
 * The mean of the samples that the car's bus plugin summed up, over the time in which they came, at
 * the battery's voltage: many samples a second cost no more than one look.
 */
export class SampledMeter extends MeasuredMeter {
  #at = 0;
  #samples = 0;
  #drawn = 0;
  #back = 0;
  readonly #counted: CountedMeter;
  readonly #volts: Count;

  /**
   * @param counted sums of the samples
   * @param volts the battery's voltage, unknown before it was told
   */
  constructor(
    clock: () => number,
    counted: CountedMeter,
    volts: Count,
  ) {
    super(clock, () => counted.distance);
    this.#counted = counted;
    this.#volts = volts;
    this.#at = clock();
    this.#samples = counted.samples;
    this.#drawn = counted.drawn;
    this.#back = counted.back;
  }

  protected advance(): void {
    const counted = this.#counted;
    counted.look();
    const { samples, nominal, perSecond } = counted;
    const seconds = (samples - this.#samples) / perSecond;
    const now = this.clock(), { drawn, back } = counted;
    // Samples of the same instant, as they come in a bunch, wait for the time that they fill.
    if (seconds === 0 || seconds > 0 && now === this.#at) return;
    if (seconds > 0) {
      const volts = this.#volts.or(0);
      const scale = Math.min(now - this.#at, LONGEST) / 1000 / seconds *
        (volts > 0 ? volts / nominal : 1);
      this.flowed(
        (drawn - this.#drawn) * scale,
        (back - this.#back) * scale,
      );
    }
    this.#at = now;
    this.#samples = samples;
    this.#drawn = drawn;
    this.#back = back;
  }

  second(): void {
    this.advance();
    // A second in which nothing came is no time of the samples that come next.
    this.#at = this.clock();
  }
}

/** Both ways of taking energy and way, and which of them the owner wants. */
export class Meters {
  /** Whether the counters are read. */
  counts = false;

  constructor(
    readonly measured: MeasuredMeter,
    readonly counted?: CountedMeter,
  ) {}

  /** The meter that is read. */
  get read(): Meter {
    return this.counts && this.counted ? this.counted : this.measured;
  }
}
