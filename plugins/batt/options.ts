import type { ListReading, MetricSpec } from "ovms-edge";

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
  /** Deviation to be watched once the spread is watched; else any above the present spread is. */
  readonly watchWithSpread: number;
}

/** One kind of sensor of a battery. */
export interface SensorOptions {
  readonly count: number;
  /** Sensor units in one volt or °C. */
  readonly perUnit: number;
  /** Volts or °C of the raw value 0. */
  readonly zero: number;
  /** Raw values from here on are no measurements, and neither is 0. */
  readonly invalidFrom: number;
  readonly limits: Limits;
}

/** Where the collection of a consistent set of sensor values stands. */
export interface SensorSetSpec extends MetricSpec {
  readonly is: readonly ["start", "collecting", "ready"];
  readonly initial: "start";
}

/** What the battery monitor needs to know of a car. */
export interface BattOptions {
  /** Cell voltages, in series; the vehicle writes them to `v.b.c.voltage`. */
  readonly cells: SensorOptions;
  /** Modules with a temperature sensor each, of equally many cells; written to `v.b.c.temp`. */
  readonly modules: SensorOptions;
  /**
   * State of the sensor set: the vehicle makes it `ready` when all values belong together and then
   * keeps them as they are, until the monitor has used them and sets it back to `start`.
   */
  readonly sensors: SensorSetSpec;
  /** Tells that no sensor set is to be expected, since the car sleeps. */
  readonly offline: {
    readonly metric: MetricSpec;
    readonly when: (value: number) => boolean;
  };
  /** Lowest and highest SOC of the present use, %. */
  readonly socWindow: { readonly min: MetricSpec; readonly max: MetricSpec };
  /** Types of the history records on the wire. */
  readonly records: { readonly pack: string; readonly cell: string };
}

/** Raw values of measurements in V or °C; undefined while one of them is unknown. */
export function rawValues(
  { count, perUnit, zero }: SensorOptions,
  measured: ListReading,
): readonly number[] | undefined {
  const raw: number[] = [];
  for (let i = 0; i < count; i++) {
    const value = measured.at(i);
    if (value === undefined) return undefined;
    raw.push(Math.round((value - zero) * perUnit));
  }
  return measured.length === count ? raw : undefined;
}

/** V or °C of a raw value. */
export function fromRaw({ perUnit, zero }: SensorOptions, raw: number): number {
  return raw / perUnit + zero;
}

/** Module of a cell; both counted from 0. */
export function moduleOf({ cells, modules }: BattOptions, cell: number) {
  return Math.floor(cell * modules.count / cells.count);
}
