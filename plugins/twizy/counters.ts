import type { Counters } from "../power/mod.ts";
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
