import type { NumberRef } from "ovms-edge";

/**
 * Sums that the car's bus plugin keeps itself, each a metric that only grows. They are taken as they
 * are, sample by sample.
 */
export interface Counters {
  /** Energy drawn from the battery. */
  readonly used: NumberRef;
  /** Energy that came back or was charged, positive. */
  readonly recovered: NumberRef;
  /** Way up to the last sample of energy. */
  readonly distance: NumberRef;
  /** Steps of the energies in a watt hour. */
  readonly perWh: number;
  /** Steps of the way in a kilometre. */
  readonly perKm: number;
}

/** What the power statistics need to know of a car. */
export interface PowerOptions {
  /**
   * Begin of the records' types, such as `RT` for `RT-PWR-UsageStats`; the sections' metrics begin with
   * `x` and the same in small letters.
   */
  readonly prefix: string;
  /**
   * Counters of the car's own; default: `v.b.power` (kW, discharge positive) is summed up over time,
   * and the way is that of `v.p.odometer`.
   */
  readonly counters?: Counters;
}
