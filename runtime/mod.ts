/**
 * The plugin author's API, under the specifier `ovms-edge`: the only module of the core that a
 * plugin imports.
 * @module
 */
export * as v from "valibot";
export type {
  CanFrame,
  HistoryRecord,
  JournalEntry,
  WallTime,
} from "../hal/mod.ts";
export {
  type Args,
  type ArgsOf,
  int,
  intOr,
  type Words,
  type Written,
  written,
} from "./args.ts";
export {
  abortName,
  objectName,
  type Sdo,
  SdoError,
  type SdoValue,
} from "./canopen/mod.ts";
export type {
  DecodedFrame,
  Field,
  FrameDef,
  Guard,
  Signal,
  SignalFrame,
} from "./frames.ts";
export { type Handles, type Need, type ParamInfo } from "./handles.ts";
export type { CommandInfo } from "./registry.ts";
export type {
  Freshness,
  ListMetric,
  ListReading,
  Metric,
  MetricRef,
  MetricRefs,
  MetricSpec,
  Reading,
  Sensed,
  Unit,
} from "./metric_types.ts";
export {
  type Answer,
  type Call,
  type Code,
  CommandError,
  type Ctx,
  declare,
  Declined,
  definePlugin,
  defineVehicle,
  type NoticeDecl,
  type Plugin,
  type RecordDecl,
  type Reply,
  type Text,
  type Vehicle,
  type Verb,
} from "./plugin.ts";
export { fitsSms } from "./sms.ts";
export { positionStaleness, staleness } from "./staleness.ts";
export {
  distance,
  kilometres,
  miles,
  round,
  unitName,
  type Units,
} from "./units.ts";
export { HARDWARE, VERSION } from "./version.ts";
