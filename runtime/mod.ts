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
} from "./contract/args.ts";
export {
  abortName,
  objectName,
  type Sdo,
  SdoError,
  type SdoValue,
} from "./canopen/mod.ts";
export type {
  EventDecls,
  EventRef,
  EventRefs,
  EventSchema,
  Heard,
} from "./contract/events.ts";
export type {
  PageDecl,
  PageDecls,
  PageGroup,
  QuerySchema,
} from "./contract/queries.ts";
export { type Alert, alerts } from "./contract/alerts.ts";
export { type Optional, optional } from "./contract/optional.ts";
export type {
  DecodedFrame,
  Field,
  FrameCheck,
  FrameDef,
  Guard,
  Signal,
  SignalFrame,
} from "./contract/frames.ts";
export { sweeping, type SweepOptions } from "./frames/sweep.ts";
export { Dbc, dbc, type DbcMessage, type DbcSignal } from "./dbc/mod.ts";
export {
  AnswerBytes,
  type DiagAddress,
  DiagError,
  type DiagErrorKind,
  type DiagRequest,
  kwp,
  type NodeAnswer,
  type NodeFault,
  obd,
  readObdCodes,
  readTroubleCodes,
  service,
  ShortAnswer,
  SimulatedNode,
  type SimulatedNodeOptions,
  type TroubleCode,
  troubleCodeName,
  troubleCodes,
  uds,
} from "./diagnostics/mod.ts";
export type { PollDef, PollState } from "./contract/polls.ts";
export type {
  CanSender,
  ClockHandle,
  DiagHandle,
  GsmHandle,
  Handles,
  HistoryHandle,
  KeptRecord,
  MemoryHandle,
  MessagesHandle,
  Need,
  ParamInfo,
  ParamsHandle,
  SdoAccess,
  SettingInfo,
  SettingsHandle,
  SlotsHandle,
  SupplyHandle,
  SystemHandle,
} from "./contract/handles.ts";
export {
  hours,
  minutes,
  type Schedule,
  type Schedules,
  type Seconds,
  seconds,
  type TimeOfDay,
} from "./contract/schedules.ts";
export type { CommandInfo, Outcome } from "./contract/commands.ts";
export type {
  FlagRef,
  Freshness,
  ListMetric,
  ListReading,
  Metric,
  MetricRef,
  MetricRefs,
  MetricSpec,
  NumberRef,
  Put,
  Reading,
  ReadRefs,
  Sensed,
  TextRef,
  Unit,
} from "./contract/metric_types.ts";
export {
  type Answer,
  type Call,
  type Code,
  CommandError,
  type Ctx,
  declare,
  Declined,
  definePlugin,
  type ExportDecl,
  type PermissionDecl,
  type Plugin,
  type Query,
  type RecordDecl,
  type RecordForm,
  type Reply,
  type Row,
  type Sensitive,
  type Subcommand,
  type Verb,
} from "./contract/plugin.ts";
export type {
  ChannelDecl,
  ChannelMessage,
  Delivered,
  NoticeDecl,
  NoticeInfo,
  Priority,
  Text,
} from "./contract/notices.ts";
export {
  type AnySetting,
  type AnySettings,
  setting,
  type SettingDecl,
  type SettingSchema,
  type SettingValues,
} from "./contract/settings.ts";
export {
  type BusDecl,
  defineVehicle,
  type Edition,
  type Editions,
  type Vehicle,
} from "./contract/vehicle.ts";
export type {
  NamedText,
  SimulatedVehicle,
  SimulatedWorld,
  Simulator,
  Steering,
} from "./contract/simulator.ts";
export { fitsSms } from "./owner/sms.ts";
export { positionStaleness, staleness } from "./contract/staleness.ts";
export {
  distance,
  kilometres,
  miles,
  round,
  unitName,
  type Units,
} from "./contract/units.ts";
export { CONTRACT, HARDWARE, VERSION } from "./version.ts";
