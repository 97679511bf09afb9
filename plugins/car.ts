/**
 * What a car is made of besides its own frames, under the specifier `ovms-edge/car`: plugins that any
 * vehicle may choose, each a function of what the vehicle says about itself.
 * @module
 */
export {
  batt,
  type BatterySpec,
  type BattOptions,
  type Limits,
  type SensorOptions,
  type SensorSpec,
} from "./batt/mod.ts";
export {
  ca,
  type ChargeAlertOptions,
  type ChargeControl,
  type ChargeNow,
  type ChargeWords,
} from "./ca/mod.ts";
export { type DriveRefs, gps, type TrackOptions } from "./gps/mod.ts";
export {
  type Counters,
  type MotionCounters,
  power,
  type PowerOptions,
  sectionMetrics,
  type TripReport,
} from "./power/mod.ts";
export { range, type RangeOptions } from "./range/mod.ts";
export { refuses, type Request } from "./refuses/mod.ts";
export { stat, type StatOptions, type StatStyle } from "./stat/mod.ts";
