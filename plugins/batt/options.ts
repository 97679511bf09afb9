import type { FlagRef, ListReading, NumberRef } from "ovms-edge";

/**
 * Limits of one kind of sensor, in sensor units. A sensor's deviation is its distance from the mean;
 * the spread is the standard deviation of all sensors, at least 1. Both are whole numbers.
 */
export interface Limits {
  /** Spread from which all sensors are watched more closely. */
  readonly watchSpread: number;
  /** Spread that is an alert. */
  readonly alertSpread: number;
  /** Deviation of one sensor that is an alert. */
  readonly alert: number;
  /** The same once the spread is an alert. */
  readonly alertWithSpread: number;
  /** Smallest deviation that is worth watching, where sensors tell finer steps; default: any. */
  readonly watchFrom?: number;
  /** Deviation to be watched once the spread is watched; else any above the present spread is. */
  readonly watchWithSpread: number;
}

/** What a car says about one kind of its sensors; the rest is as in most cars. */
export interface SensorSpec
  extends Omit<SensorOptions, "zero" | "invalidFrom" | "limits"> {
  /** Volts or °C of the raw value 0; default 0. */
  readonly zero?: number;
  /** Raw values from here on are no measurements, and neither is 0; default: none. */
  readonly invalidFrom?: number;
  /** Default: a spread of 20 and 40 mV, 50 mV for one cell; 3, 5 and 6 °C for modules. */
  readonly limits?: Limits;
}

/** One kind of sensor of a battery. */
export interface SensorOptions {
  /** How many there are. */
  readonly count: number;
  /**
   * Fewest sensors where batteries of other makers have other numbers: what counts is the length of the
   * metric's list. Default: as many as `count`.
   */
  readonly fewest?: number;
  /** Most sensors there. Default: as many as `count`. */
  readonly most?: number;
  /** Sensor units in one volt or °C. */
  readonly perUnit: number;
  /** Volts or °C of the raw value 0. */
  readonly zero: number;
  /** Raw values from here on are no measurements, and neither is 0. */
  readonly invalidFrom: number;
  /** From which deviations on it warns. */
  readonly limits: Limits;
  /** A new largest spread takes away all marks of sensors; default: only those of the level that it reaches. */
  readonly spreadClears?: true;
  /**
   * Change of one sensor against the mean, from one set to the next, that no battery makes, in sensor
   * units. Such a set marks nothing and alerts nobody, unless the next one confirms it. Default: none.
   */
  readonly jump?: number;
}

/** What the battery monitor needs to know of a car. */
export interface BattOptions {
  /** Cell voltages, in series; the vehicle writes them to `v.b.c.voltage`. */
  readonly cells: SensorSpec;
  /** Modules with a temperature sensor each, of equally many cells; written to `v.b.c.temp`. */
  readonly modules: SensorSpec;
  /**
   * When the sensor values belong together. `complete`: how many sets were complete so far; the vehicle
   * counts on when it has written the last value of one. `used`: how many of them the monitor used,
   * which it writes; until then a vehicle may keep the values as they are. Default: each second that
   * brought cell voltages or temperatures had a set.
   */
  readonly sets?: { readonly complete: NumberRef; readonly used?: NumberRef };
  /**
   * A number of the vehicle that tells when no sensor set is to be expected, since the car sleeps.
   * Default: `v.e.awake` is false.
   */
  readonly asleep?: {
    readonly metric: NumberRef;
    readonly when: (value: number) => boolean;
  };
  /** The flag with which the monitor begins anew when it rises; default `v.e.on`. */
  readonly switchedOn?: FlagRef;
  /** Second of a minute in which records are written; default: its end. */
  readonly recordsAt?: number;
  /** The car tells its sensors only when it is asked. */
  readonly asked?: true;
  /** An alert writes records, too; default true. */
  readonly recordsAlerts?: false;
  /** It begins anew with a charge, too. */
  readonly resetsAtCharge?: true;
  /** Where the mean temperature goes, °C, where the car itself writes `v.b.temp`; default: there. */
  readonly temperature?: NumberRef;
  /** Lowest and highest SOC of the present use, %; default: the present one. */
  readonly socWindow?: { readonly min: NumberRef; readonly max: NumberRef };
  /** `BATT V` tells a pack voltage that nobody told as 0, as the first firmware did; default: not at all. */
  readonly unknownAsZero?: true;
  /** Types of the history records on the wire. */
  readonly records: {
    readonly pack: string;
    readonly cell: string;
    /** Whether today's apps ask the car for others, which its own plugin brings. */
    readonly guide?: boolean;
  };
}

/** The same with all that was left out. */
export interface BatterySpec extends BattOptions {
  /** Cells, in V. */
  readonly cells: SensorOptions;
  /** Sensors of temperature, in °C. */
  readonly modules: SensorOptions;
}

/** Limits in V and °C, where the car says none. */
const USUAL = {
  cells: { watch: 0.02, spread: 0.04, one: 0.05 },
  modules: { watch: 3, spread: 5, one: 6 },
} as const;

/** Completes what a car says. */
export function complete(options: BattOptions): BatterySpec {
  const { cells, modules } = options;
  return {
    ...options,
    cells: filled(cells, USUAL.cells),
    modules: filled(modules, USUAL.modules),
  };
}

function filled(
  spec: SensorSpec,
  usual: (typeof USUAL)[keyof typeof USUAL],
): SensorOptions {
  // A spread is told as 1 unit at least: from 2 on it means something.
  const units = (value: number, least: number) =>
    Math.max(least, Math.round(value * spec.perUnit));
  const watchSpread = units(usual.watch, 2);
  const alertSpread = units(usual.spread, watchSpread + 1);
  return {
    zero: 0,
    invalidFrom: Infinity,
    limits: {
      watchSpread,
      alertSpread,
      alert: units(usual.one, alertSpread + 1),
      alertWithSpread: alertSpread,
      watchWithSpread: watchSpread,
    },
    ...spec,
  };
}

/** Raw values of all sensors of a kind, NaN for those that measure nothing. */
export type Raw = readonly number[] | Float64Array;

/** Raw values of measurements in V or °C, read into the same array again and again. */
export class RawValues {
  readonly #options: SensorOptions;
  readonly #all: Float64Array;
  /** Those of the sensors that there are. */
  #present: Float64Array;

  constructor(options: SensorOptions) {
    const { count, most = count } = options;
    this.#options = options;
    this.#all = new Float64Array(most);
    this.#present = this.#all;
  }

  /**
   * NaN for sensors that measure nothing; undefined while too few of them were ever told, or none measures.
   * The values are those of this call until the next.
   */
  read(measured: ListReading): Float64Array | undefined {
    const { count, fewest = count, perUnit, zero } = this.#options;
    const { length } = measured, all = this.#all;
    if (length < fewest || length > all.length) return undefined;
    let known = 0;
    for (let i = 0; i < length; i++) {
      const raw = Math.round((measured.or(i, NaN) - zero) * perUnit);
      all[i] = raw;
      if (!Number.isNaN(raw)) known++;
    }
    if (this.#present.length !== length) {
      this.#present = all.subarray(0, length);
    }
    return known > 0 ? this.#present : undefined;
  }
}

/** V or °C of a raw value. */
export function fromRaw({ perUnit, zero }: SensorOptions, raw: number): number {
  return raw / perUnit + zero;
}

/** Module of a cell, of so many of each; both counted from 0. */
export function moduleOf(cell: number, cells: number, modules: number): number {
  return Math.floor(cell * modules / cells);
}
