import { detect, HEAD, linesOf } from "./detect.ts";
import { FORMATS } from "./formats/mod.ts";
import type { LogFormat } from "./formats/names.ts";
import { type LineReader, LogEntry, type ReadOptions } from "./log_entry.ts";
import { skipBlanks } from "./text.ts";
import { joined, unpacked } from "./unpack.ts";

/** A line that could not be read. */
export interface BadLine {
  /** Number of the line, from 1. */
  readonly line: number;
  /** The line's beginning. */
  readonly text: string;
}

/** How a recording is to be read. */
export interface LogOptions extends ReadOptions {
  /** Its format; found out from its content where it is left out. */
  readonly format?: LogFormat;
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
  /** The format, undefined before it is known. */
  format: LogFormat | undefined;
  /** The format that its content tells, whatever the user says. */
  recognised: LogFormat | undefined;
  lines = 0;
  /** Data frames handed out. */
  frames = 0;
  /** Remote and CAN FD frames. */
  ignored = 0;
  /** Error frames, events, comments, headings and empty lines. */
  skipped = 0;
  /** Lines that could not be read. */
  bad = 0;
  /** The first few of these. */
  readonly firstBad: BadLine[] = [];
  /** True where it tells no times: its frames are then taken as 1 ms apart. */
  timeless = false;
  /** Why it ends early, such as a packed file that is cut off. */
  problem: string | undefined;
  /** Data frames by the number of their bus. */
  readonly buses: Map<number, number> = new Map();
  /** Names of interfaces by the numbers of their buses, where the recording tells names. */
  names: ReadonlyMap<number, string> = new Map();
  /** Buses of which frames stand at the beginning. */
  first: ReadonlySet<number> = new Set();
}

/**
 * The data frames of a recording in memory, in the order of the file.
 *
 * Whatever the bytes are, nothing is thrown: lines that cannot be read are counted in `report`.
 * The entry is one and the same object, filled again for each frame. Packed files and UTF-16 are for
 * {@linkcode readLogPieces}.
 */
export function readLog(
  bytes: Uint8Array,
  report: LogReport = new LogReport(),
  options: LogOptions = {},
): Generator<LogEntry, void, undefined> {
  return new LogReader(report, options).frames(bytes, bytes.length);
}

/**
 * The data frames of a recording that is read piece by piece, such as a file's `readable`.
 * As {@linkcode readLog}; what the stream itself throws is passed on.
 */
export async function* readLogStream(
  stream: ReadableStream<Uint8Array>,
  report: LogReport = new LogReport(),
  options: LogOptions = {},
): AsyncGenerator<LogEntry, void, undefined> {
  for await (const frames of readLogPieces(stream, report, options)) {
    yield* frames;
  }
}

/**
 * As {@linkcode readLogStream}, with the frames of each piece as an iterator of its own: waiting
 * for each single frame would take longer than reading it. Each piece has to be read to its end.
 */
export async function* readLogPieces(
  stream: ReadableStream<Uint8Array>,
  report: LogReport = new LogReport(),
  options: LogOptions = {},
): AsyncGenerator<Generator<LogEntry, void, undefined>, void, undefined> {
  const reader = new LogReader(report, options);
  const cut = (why: string) => report.problem = why;
  let rest: Uint8Array = new Uint8Array(0);
  for await (const chunk of unpacked(stream, cut)) {
    const bytes = rest.length === 0 ? chunk : joined(rest, chunk);
    // The format is found out from more than a line or two.
    if (!reader.ready && bytes.length < HEAD) {
      rest = bytes;
      continue;
    }
    const end = bytes.lastIndexOf(LF) + 1;
    yield reader.frames(bytes, end);
    // A tail that is too long stays a bad line but must not grow with the file.
    rest = bytes.slice(end, end + MAX_LINE);
  }
  yield reader.frames(rest, rest.length);
}

/** Reads pieces of one recording that end with a line. */
class LogReader {
  readonly #report: LogReport;
  readonly #options: LogOptions;
  readonly #entry = new LogEntry();
  #reader: LineReader | undefined;

  constructor(report: LogReport, options: LogOptions) {
    this.#report = report;
    this.#options = options;
  }

  /** Whether the format is known. */
  get ready(): boolean {
    return this.#reader !== undefined;
  }

  /** Frames of all lines in `bytes[0..end[`. */
  *frames(
    bytes: Uint8Array,
    end: number,
  ): Generator<LogEntry, void, undefined> {
    const report = this.#report, entry = this.#entry;
    const reader = this.#reader ??= this.#open(bytes.subarray(0, end));
    let bus = 0, count = 0;
    for (let from = 0, next; from < end; from = next) {
      let to = endOfLine(bytes, from, end);
      next = to + 1;
      if (to > from && bytes[to - 1] === CR) to--;
      report.lines++;
      const kind = reader
        ? reader.line(bytes, from, to, entry)
        : skipBlanks(bytes, from, to) === to
        ? "skipped"
        : "bad";
      if (kind === "frame") {
        report.frames++;
        if (entry.frame.bus !== bus) {
          this.#count(bus, count);
          bus = entry.frame.bus;
          count = 0;
        }
        count++;
        yield entry;
      } else if (kind === "bad") {
        noteBad(report, bytes, from, to);
      } else {
        report[kind]++;
      }
    }
    this.#count(bus, count);
    report.names = namesOf(reader?.names?.() ?? [], report.buses);
  }

  #count(bus: number, count: number): void {
    if (count === 0) return;
    const { buses } = this.#report;
    buses.set(bus, (buses.get(bus) ?? 0) + count);
  }

  #open(bytes: Uint8Array): LineReader | undefined {
    const report = this.#report, head = bytes.subarray(0, HEAD);
    report.recognised = detect(head, this.#options);
    report.format = this.#options.format ?? report.recognised;
    if (report.format === undefined) return undefined;
    const reader = FORMATS[report.format].open(head, this.#options);
    report.timeless = reader.timeless ?? false;
    report.first = busesOf(
      FORMATS[report.format].open(head, this.#options),
      head,
    );
    return reader;
  }
}

/** Where a line ends. Lines are short: a call of `indexOf` takes longer than to look. */
function endOfLine(bytes: Uint8Array, from: number, end: number): number {
  let to = from;
  while (to < end && bytes[to] !== LF) to++;
  return to;
}

function busesOf(reader: LineReader, head: Uint8Array): ReadonlySet<number> {
  const buses = new Set<number>(), entry = new LogEntry();
  for (const [from, to] of linesOf(head)) {
    if (reader.line(head, from, to, entry) === "frame") {
      buses.add(entry.frame.bus);
    }
  }
  return buses;
}

/** Names of buses that had frames: what a bad line calls an interface is none. */
function namesOf(
  names: Iterable<readonly [number, string]>,
  buses: ReadonlyMap<number, number>,
): ReadonlyMap<number, string> {
  const known = [...names].filter(([bus]) => buses.has(bus));
  return new Map(known.map(([bus, name]) => [bus, printable(name)]));
}

function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, "\ufffd");
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
  const text = printable(new TextDecoder().decode(start));
  report.firstBad.push({ line: report.lines, text });
}
