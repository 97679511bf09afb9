import type { Counters } from "ovms-edge/car";
import { xrt } from "./metrics.ts";

/** As RT3.0 counts: 10 ms in steps of 16 W, and the way in 1/10 m. */
export const counters: Counters = {
  used: xrt.sampledUsed,
  recovered: xrt.sampledRecovered,
  charged: xrt.sampledCharged,
  distance: xrt.sampledDistance,
  samples: xrt.samples,
  perSecond: 100,
  nominal: 64,
  perWh: 22_500,
  perKm: 10_000,
  wanted: xrt.countsWanted,
};

/** How the car moves, as release 3.9 counts it. */
export const motion = {
  movingCount: xrt.movingCount,
  movingSum: xrt.movingSum,
  fasterCount: xrt.fasterCount,
  fasterSum: xrt.fasterSum,
  slowerCount: xrt.slowerCount,
  slowerSum: xrt.slowerSum,
} as const;

/** As release 3.9 counts: also 10 ms in steps of 6.4 W at the pack's voltage, and how the car moves. */
export const laterCounters: Counters = {
  ...counters,
  pack: { used: xrt.packUsed, recovered: xrt.packRecovered, perWh: 56_250 },
  motion,
};
