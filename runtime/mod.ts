/**
 * The plugin author's API, under the specifier `ovms-edge`: the only module of the core that a
 * plugin imports.
 * @module
 */
export * as v from "valibot";
export type {
  CanFrame,
  GpsFix,
  GsmLeds,
  HistoryRecord,
  JournalEntry,
  Stop,
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
  type SdoErrorKind,
  type SdoValue,
} from "./canopen/mod.ts";
export type {
  Emit,
  EventDecls,
  EventRef,
  EventRefs,
  EventSchema,
  Heard,
  PayloadOf,
} from "./contract/events.ts";
export type {
  AnyQuery,
  PageDecl,
  PageDecls,
  PageGroup,
  PagePlace,
  QueryAnswer,
  QueryArgs,
  QuerySchema,
} from "./contract/queries.ts";
export { type Texts, textTable, told } from "./contract/texts.ts";
export { type Alert, alerts } from "./contract/alerts.ts";
export { noDataLines, pollsState } from "./contract/no_data.ts";
export { type Optional, optional } from "./contract/optional.ts";
export type {
  AnyFrame,
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
  type DiagBroadcast,
  type DiagBroadcastAnswer,
  DiagError,
  type DiagErrorKind,
  type DiagRequest,
  kwp,
  type NodeAnswer,
  type NodeFault,
  type NodeTable,
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
export type { AnyPoll, PollDef, PollState } from "./contract/polls.ts";
export type {
  CanSender,
  ClockHandle,
  DiagHandle,
  Granted,
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
  type AnySchedule,
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
  MetricOf,
  MetricRef,
  MetricRefs,
  MetricSpec,
  NumberRef,
  Put,
  Reading,
  ReadingOf,
  ReadRefs,
  Sensed,
  StandardName,
  TextRef,
  Unit,
  ValueOf,
} from "./contract/metric_types.ts";
export {
  type Answer,
  type AnyCode,
  type AnyVerb,
  type Auth,
  type Call,
  type Code,
  type Column,
  CommandError,
  type Ctx,
  declare,
  type Declares,
  Declined,
  definePlugin,
  type Every,
  type ExportDecl,
  type Feature,
  type FeatureDecl,
  type LinkName,
  type Parts,
  type PermissionDecl,
  type Plugin,
  type PluginFacts,
  type PluginLiteral,
  type Principal,
  type Query,
  type RecordDecl,
  type Recorder,
  type RecordForm,
  type Reply,
  type Row,
  type Sensitive,
  type Subcommand,
  type UserUnits,
  type Verb,
} from "./contract/plugin.ts";
export type {
  AnyChannel,
  ChannelDecl,
  ChannelMessage,
  Delivered,
  NoticeDecl,
  NoticeInfo,
  NoticeText,
  Priority,
  Text,
} from "./contract/notices.ts";
export { encryptPush, type PushTarget } from "./contract/web_push.ts";
export {
  type AnySetting,
  type AnySettings,
  setting,
  type SettingDecl,
  type SettingSchema,
  type SettingValue,
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
export type { ChannelState, LinkState } from "./contract/links.ts";
export type { MetricClass } from "./contract/metric_spec.ts";
export type { PaceOptions } from "./contract/records.ts";
export type { MessageOverrides } from "./contract/messages.ts";
