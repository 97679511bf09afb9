/**
 * Recorded CAN traffic: files of candump, OVMS, SavvyCAN, Vector, PEAK and others, read and written.
 * @module
 */
export { detect } from "./detect.ts";
export { NOT_CHOSEN } from "./formats/interfaces.ts";
export { formatCandump } from "./formats/candump.ts";
export { formatCrtd } from "./formats/crtd.ts";
export { formatGvret } from "./formats/gvret.ts";
export { FORMATS } from "./formats/mod.ts";
export { LOG_FORMATS, type LogFormat } from "./formats/names.ts";
export {
  type Format,
  type LineKind,
  type LineReader,
  LogEntry,
  type ReadOptions,
} from "./log_entry.ts";
export {
  type BadLine,
  type LogOptions,
  LogReport,
  readLog,
  readLogPieces,
  readLogStream,
} from "./read_log.ts";
export { type LogSink, Recorder } from "./recorder.ts";
export {
  openRecordingFile,
  type Recording,
  type RecordLimit,
} from "./recording_file.ts";
export {
  ENDINGS,
  formatAsked,
  formatOf,
  writtenAs,
  type WrittenFormat,
} from "./written.ts";
