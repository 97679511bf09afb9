import { type FlagRef, type NumberRef, v } from "ovms-edge";

/**
 * Sums that the car's bus plugin keeps itself, each a metric that only grows. They are taken as they
 * are, sample by sample.
 */
export interface Counters {
  /** Energy drawn from the battery. */
  readonly used: NumberRef;
  /** Energy that came back or was charged, positive. */
  readonly recovered: NumberRef;
  /** The same, written while the car charges only: each change is taken notice of at once. */
  readonly charged: NumberRef;
  /** Way up to the last sample of energy. */
  readonly distance: NumberRef;
  /** Samples that are in the energies. */
  readonly samples: NumberRef;
  /** Samples that the energies count as a second, and the voltage that they count with, V. */
  readonly perSecond: number;
  readonly nominal: number;
  /** Steps of the energies in a watt hour. */
  readonly perWh: number;
  /** Steps of the way in a kilometre. */
  readonly perKm: number;
  /** Written by the plugin: true while the owner wants what they count (setting `power.energy`). */
  readonly wanted: FlagRef;
}

/** How energy and way are taken. */
export const energySetting = {
  schema: v.picklist(["measured", "guide"]),
  default: "measured",
  summary:
    "Energy and way: measured over time, or guide: counted sample by sample as the first firmware did",
} as const;

/** What the power statistics need to know of a car. */
export interface PowerOptions {
  /**
   * Begin of the records' types, such as `RT` for `RT-PWR-UsageStats`; the sections' metrics begin with
   * `x` and the same in small letters.
   */
  readonly prefix: string;
  /**
   * Counters of the car's own, for owners who want them as they are. Else the mean of their samples is
   * taken over time at `v.b.voltage`; a car without counters has `v.b.power` (kW, discharge positive)
   * summed up over time. The way is that of `v.p.odometer` while it moves, or else the counted one.
   */
  readonly counters?: Counters;
  /**
   * A way that only grows, km, of a car whose odometer is too coarse to tell that of a trip; it is then
   * taken as it is.
   */
  readonly way?: NumberRef;
}
