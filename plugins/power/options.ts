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
  /** Samples that the energies count as a second. */
  readonly perSecond: number;
  /** Voltage that the energies count with, V. */
  readonly nominal: number;
  /** Steps of the energies in a watt hour. */
  readonly perWh: number;
  /** Steps of the way in a kilometre. */
  readonly perKm: number;
  /** The energies once more, sample by sample at the battery's own voltage: they are taken then. */
  readonly pack?: {
    readonly used: NumberRef;
    readonly recovered: NumberRef;
    readonly perWh: number;
  };
  /** How the car moved, every 0.1 s; default: as it is looked at once a second. */
  readonly motion?: MotionCounters;
  /** Written by the plugin: true while the owner wants what they count (setting `power.energy`). */
  readonly wanted: FlagRef;
}

/** Times, and sums in 1/100 km/h: of the speed, of its changes while faster and slower. */
export interface MotionCounters {
  /** Times that the car moved. */
  readonly movingCount: NumberRef;
  /** Sum of its speeds then. */
  readonly movingSum: NumberRef;
  /** Times that it became faster. */
  readonly fasterCount: NumberRef;
  /** Sum of the changes then. */
  readonly fasterSum: NumberRef;
  /** Times that it became slower. */
  readonly slowerCount: NumberRef;
  /** Sum of the changes then. */
  readonly slowerSum: NumberRef;
}

/** How a trip is reported when the car was switched off. */
export interface TripReport {
  /** Energy from which on, Wh. */
  readonly from: number;
  /** Bit of feature 14 with which the owner wants none. */
  readonly mutedBy: number;
}

/** How energy and way are taken. */
export const energySetting = {
  schema: v.picklist(["measured", "guide"]),
  default: "measured",
  summary:
    "Energy and way: measured over time, or guide: counted sample by sample as the first firmware did",
  labels: { measured: "measured over time", guide: "sample by sample" },
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
  /** The flag that a trip goes on; default `v.e.on`. */
  readonly driving?: FlagRef;
  /** Smallest acceleration that is none of a constant speed, m/s²; default 10/36. */
  readonly steady?: number;
  /** A charge that goes on after it was interrupted keeps what it had; default: all begin anew. */
  readonly keepsInterrupted?: true;
  /** Second of a minute in which the statistics are recorded; default: its end. */
  readonly recordsAt?: number;
  /** Reports as later firmwares have them: with way, speed and SOC of the trip; default: the guide's. */
  readonly report?: TripReport;
}
