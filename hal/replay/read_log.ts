import { parseCandump } from "./candump.ts";
import { parseCrtd } from "./crtd.ts";
import { type LineParser, LogEntry } from "./log_entry.ts";
import { skipBlanks } from "./text.ts";

/** The formats of recordings. */
export type LogFormat = "candump" | "crtd";

const PARSERS: Readonly<Record<LogFormat, LineParser>> = {
  candump: parseCandump,
  crtd: parseCrtd,
};

/** A line that could not be read. */
export interface BadLine {
  /** Number of the line, from 1. */
  readonly line: number;
  /** The line's beginning. */
  readonly text: string;
}

/** How many bad lines are kept; the others are only counted. */
const KEPT_BAD_LINES = 5;
/** Characters kept of a bad line. */
const KEPT_TEXT = 80;
/** No line of a recording is nearly that long; what is longer is no text file. */
const MAX_LINE = 64 * 1024;
const LF = 0x0a, CR = 0x0d;

/** What was found in a recording; complete when the iteration has ended. */
export class LogReport {
  /** The format of the first line that could be read in one, undefined before that. */
  format: LogFormat | undefined;
  lines = 0;
  /** Data frames handed out. */
  frames = 0;
  /** Remote and CAN FD frames. */
  ignored = 0;
  /** Error frames, events, comments and empty lines. */
  skipped = 0;
  /** Lines that could not be read. */
  bad = 0;
  /** The first few of these. */
  readonly firstBad: BadLine[] = [];
}

/**
 * The data frames of a recording in memory, in the order of the file.
 *
 * Whatever the bytes are, nothing is thrown: lines that cannot be read are counted in `report`.
 * The entry is one and the same object, filled again for each frame.
 */
export function readLog(
  bytes: Uint8Array,
  report: LogReport = new LogReport(),
): Generator<LogEntry, void, undefined> {
  return framesOf(bytes, bytes.length, report, new LogEntry());
}

/**
 * The data frames of a recording that is read piece by piece, such as a file's `readable`.
 * As {@linkcode readLog}; what the stream itself throws is passed on.
 */
export async function* readLogStream(
  stream: ReadableStream<Uint8Array>,
  report: LogReport = new LogReport(),
): AsyncGenerator<LogEntry, void, undefined> {
  for await (const frames of readLogPieces(stream, report)) yield* frames;
}

/**
 * As {@linkcode readLogStream}, with the frames of each piece as an iterator of its own: waiting
 * for each single frame would take longer than reading it. Each piece has to be read to its end.
 */
export async function* readLogPieces(
  stream: ReadableStream<Uint8Array>,
  report: LogReport = new LogReport(),
): AsyncGenerator<Generator<LogEntry, void, undefined>, void, undefined> {
  const entry = new LogEntry();
  let rest: Uint8Array = new Uint8Array(0);
  for await (const chunk of stream) {
    const bytes = rest.length === 0 ? chunk : concat(rest, chunk);
    const end = bytes.lastIndexOf(LF) + 1;
    yield framesOf(bytes, end, report, entry);
    // A tail that is too long stays a bad line but must not grow with the file.
    rest = bytes.slice(end, end + MAX_LINE);
  }
  yield framesOf(rest, rest.length, report, entry);
}

/** Frames of all lines in `bytes[0..end[`. */
function* framesOf(
  bytes: Uint8Array,
  end: number,
  report: LogReport,
  entry: LogEntry,
): Generator<LogEntry, void, undefined> {
  for (let from = 0, next; from < end; from = next) {
    const lf = bytes.indexOf(LF, from);
    let to = lf < 0 || lf >= end ? end : lf;
    next = to + 1;
    if (to > from && bytes[to - 1] === CR) to--;
    report.lines++;
    report.format ??= detect(bytes, from, to, entry);
    const kind = report.format === undefined
      ? skipBlanks(bytes, from, to) === to ? "skipped" : "bad"
      : PARSERS[report.format](bytes, from, to, entry);
    if (kind === "frame") {
      report.frames++;
      yield entry;
    } else if (kind === "bad") {
      noteBad(report, bytes, from, to);
    } else {
      report[kind]++;
    }
  }
}

/** The format in which a line can be read; an empty one says nothing. */
function detect(
  bytes: Uint8Array,
  from: number,
  to: number,
  entry: LogEntry,
): LogFormat | undefined {
  if (skipBlanks(bytes, from, to) === to) return undefined;
  const fits = (format: LogFormat) =>
    PARSERS[format](bytes, from, to, entry) !== "bad";
  return fits("candump") ? "candump" : fits("crtd") ? "crtd" : undefined;
}

function noteBad(
  report: LogReport,
  bytes: Uint8Array,
  from: number,
  to: number,
): void {
  report.bad++;
  if (report.firstBad.length >= KEPT_BAD_LINES) return;
  const start = bytes.subarray(from, Math.min(to, from + KEPT_TEXT));
  const text = new TextDecoder().decode(start)
    .replaceAll(/\p{Cc}/gu, "\ufffd");
  report.firstBad.push({ line: report.lines, text });
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
