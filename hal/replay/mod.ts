/**
 * Recorded CAN traffic: candump and OVMS CRTD files, read and written.
 * @module
 */
export { formatCandump, parseCandump } from "./candump.ts";
export { formatCrtd, parseCrtd } from "./crtd.ts";
export { type LineKind, type LineParser, LogEntry } from "./log_entry.ts";
export {
  type BadLine,
  type LogFormat,
  LogReport,
  readLog,
  readLogPieces,
  readLogStream,
} from "./read_log.ts";
export { formatOf, type LogSink, Recorder } from "./recorder.ts";
