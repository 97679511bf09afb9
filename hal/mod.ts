/**
 * The hardware abstraction layer: interfaces, nothing else.
 *
 * Simulated (`hal/sim`), replayed (`hal/replay`) and real devices (`hal/linux`) stand behind
 * these; the runtime knows only what is written here.
 * @module
 */
export type {
  CanBuses,
  CanBusReport,
  CanCounters,
  CanDriver,
  CanFrame,
  CanIds,
} from "./contract/can.ts";
export type { Clock, Stop, TimeSource, WallTime } from "./contract/clock.ts";
export type { DriverReport } from "./contract/driver.ts";
export type { Gps, GpsFix } from "./contract/gps.ts";
export type {
  DeliveryReport,
  Gsm,
  GsmEvents,
  GsmLeds,
  GsmState,
  SendFailure,
  Sent,
  SmsOrigin,
} from "./contract/gsm.ts";
export type { Hal } from "./contract/hal.ts";
export type { Network, Socket } from "./contract/network.ts";
export type {
  Delivery,
  HistoryQuery,
  HistoryRecord,
  JournalEntry,
  OutboxEntry,
  OutboxItem,
  RecordReader,
  Stamp,
  Stored,
} from "./contract/records.ts";
export type {
  Series,
  SeriesEnds,
  SeriesLevel,
  SeriesPoint,
  SeriesQuery,
  SeriesRow,
  SeriesRows,
  TrackPoint,
} from "./contract/series.ts";
export type { Store } from "./contract/store.ts";
export type { Supply } from "./contract/supply.ts";

/**
 * The hardware abstraction layer: interfaces, nothing else.
 *
 * Simulated (`hal/sim`), replayed (`hal/replay`) and real devices (`hal/linux`) stand behind
 * these; the runtime knows only what is written here.
 * @module
 */
