import type { CanFrame } from "../../mod.ts";
import { toHex } from "../../can_frame.ts";
import { formatSeconds } from "../format.ts";
import { Line } from "../line.ts";
import type { Format, LineKind, LineReader, LogEntry } from "../log_entry.ts";
import { hexByte, hexDigit, skipWord } from "../text.ts";
import { Interfaces } from "./interfaces.ts";

const OPEN = 0x28, CLOSE = 0x29, HASH = 0x23, R = 0x52, T = 0x54;
const BRACKET = 0x5b, BRACE = 0x7b, ESCAPE = 0x1b;
const UNDERLINE = 0x5f, BACKTICK = 0x60, QUOTE = 0x27, DASH = 0x2d;

/** Bit that SocketCAN sets in the identifier of an error frame. */
const ERROR_FLAG = 0x2000_0000;
const MAX_EXTENDED_ID = 0x1fff_ffff;
/** Time between frames where the recording tells none, ms. */
const TIMELESS_STEP = 1;
/** Digits of the seconds that `-td` and `-tz` print; `-ta` has ten. */
const SHORT = 3;
/** Short times of which so many go backwards count from the line before, not from the start. */
const BACKWARDS = 0.1;
/** Fewer times show no habit. */
const ENOUGH = 3;

/** What candump prints, in all its layouts: `-l` and `-L`, and what it shows people, with or without times. */
export const candump: Format = {
  open(head, { interfaces }) {
    const seen = headOf(head);
    return new CandumpReader(
      new Interfaces(seen.names, interfaces),
      seen.times === "deltas",
      seen.times === "none",
    );
  },
};

/**
 * Reads lines `(seconds) interface id#data [R|T]`, and `(time) interface [RX - -] id [n] bytes`.
 *
 * Identifiers of three digits are standard, of eight digits extended, as candump writes them.
 */
export class CandumpReader implements LineReader {
  readonly #line = new Line();
  #now = 0;

  constructor(
    private readonly interfaces: Interfaces = new Interfaces([]),
    private readonly deltas = false,
    readonly timeless = false,
  ) {}

  names(): ReadonlyMap<number, string> {
    return this.interfaces.names();
  }

  line(
    bytes: Uint8Array,
    from: number,
    to: number,
    entry: LogEntry,
  ): LineKind {
    const line = this.#line;
    line.take(bytes, from, to);
    if (line.atEnd) return "skipped";
    if (line.next === ESCAPE || bytes[to - 1] === 0x6d) {
      const plain = withoutColours(bytes, from, to);
      line.take(plain, 0, plain.length);
    }
    let time = 0;
    if (line.next === OPEN) {
      time = readTime(line);
      if (time < 0) return "bad";
    }
    const nameAt = line.at;
    line.at = skipWord(line.bytes, nameAt, to);
    if (line.at === nameAt) return "bad";
    const bus = this.interfaces.bus(line.bytes, nameAt, line.at);
    line.blanks();
    const kind = this.#frame(line, entry, bus);
    if (kind !== "frame") return kind;
    if (this.timeless) this.#now += TIMELESS_STEP;
    else this.#now = this.deltas ? this.#now + time : time;
    entry.timeMs = this.#now;
    return kind;
  }

  #frame(line: Line, entry: LogEntry, bus: number): LineKind {
    entry.sent = false;
    const start = line.at;
    const id = line.hex(), digits = line.digits;
    if (line.next === HASH) return compact(line, entry, id, digits, bus);
    line.at = start;
    return shown(line, entry, bus);
  }
}

/** `id#data`. */
function compact(
  line: Line,
  entry: LogEntry,
  id: number,
  digits: number,
  bus: number,
): LineKind {
  const kind = named(entry, id, digits, bus);
  if (kind !== "frame") return kind;
  line.at++;
  if (line.next === R || line.next === HASH) return "ignored";
  const { bytes, to } = line, dataAt = line.at;
  const { room } = entry;
  let at = dataAt, length = 0;
  for (let high; (high = hexDigit(bytes, at, to)) < 16; at += 2) {
    const low = hexDigit(bytes, at + 1, to);
    if (low > 15 || length === 8) return "bad";
    room[length++] = high << 4 | low;
  }
  entry.resize(length);
  line.at = at;
  // A raw length code above 8: eight bytes all the same.
  if (length === 8 && line.pass(UNDERLINE)) {
    const code = hexDigit(bytes, line.at, to);
    if (code < 9 || code > 15) return "bad";
    line.at++;
  }
  if (!line.wordEnds) return "bad";
  line.blanks();
  if (line.next === R || line.next === T) {
    entry.sent = line.next === T;
    line.at++;
    line.blanks();
  }
  return line.atEnd ? "frame" : "bad";
}

/** `[RX - -] id [n] bytes ['text']`. */
function shown(line: Line, entry: LogEntry, bus: number): LineKind {
  if (line.is("TX")) entry.sent = true;
  else if (!line.is("RX")) entry.sent = false;
  while (line.next === DASH || isFlag(line)) line.skipWord();
  const id = line.hex(), digits = line.digits;
  if (!line.wordEnds) return "bad";
  line.blanks();
  const kind = named(entry, id, digits, bus);
  if (kind !== "frame" && kind !== "skipped") return kind;
  const raw = line.next === BRACE;
  if (!line.pass(BRACKET) && !line.pass(BRACE)) return "bad";
  const length = raw ? line.hex() : line.decimal();
  if (length < 0) return "bad";
  // CAN FD has two digits between its brackets.
  const flexible = !raw && line.digits > 1;
  line.at++;
  if (!line.wordEnds) return "bad";
  line.blanks();
  if (kind === "skipped") return kind;
  if (flexible || line.is("remote")) return "ignored";
  return bytesOf(line, entry, Math.min(length, 8)) ? "frame" : "bad";
}

/** The columns of `-x` behind the direction: bit rate switch and error state. */
function isFlag(line: Line): boolean {
  const after = line.bytes[line.at + 1];
  return (line.next === 0x42 || line.next === 0x45) &&
    (after === 0x20 || after === 0x09);
}

/** Bytes as digits (`-S`: the last first, with ticks between them; `-i`: as bits). */
function bytesOf(line: Line, entry: LogEntry, length: number): boolean {
  if (length > 0) {
    const { bytes, at } = line;
    if (bytes[at + 2] === BACKTICK) return swapped(line, entry, length);
    if (
      hexDigit(bytes, at + 7, line.to) < 2 &&
      hexDigit(bytes, at + 2, line.to) < 2
    ) {
      return bits(line, entry, length);
    }
  }
  return line.data(entry, length) && (line.atEnd || line.next === QUOTE);
}

function swapped(line: Line, entry: LogEntry, length: number): boolean {
  const data = entry.resize(length);
  for (let n = length - 1; n >= 0; n--) {
    const byte = hexByte(line.bytes, line.at, line.to);
    if (byte > 255) return false;
    data[n] = byte;
    line.at += 2;
    line.pass(BACKTICK);
  }
  line.blanks();
  return line.atEnd || line.next === QUOTE;
}

function bits(line: Line, entry: LogEntry, length: number): boolean {
  const data = entry.resize(length);
  for (let n = 0; n < length; n++) {
    let byte = 0;
    for (let bit = 0; bit < 8; bit++) {
      const digit = hexDigit(line.bytes, line.at++, line.to);
      if (digit > 1) return false;
      byte = byte << 1 | digit;
    }
    data[n] = byte;
    line.blanks();
  }
  return line.atEnd || line.next === QUOTE;
}

function named(
  entry: LogEntry,
  id: number,
  digits: number,
  bus: number,
): LineKind {
  if (digits !== 3 && digits !== 8) return "bad";
  if (digits === 8 && id > MAX_EXTENDED_ID) {
    return id & ERROR_FLAG ? "skipped" : "bad";
  }
  return entry.name(id, digits === 8, bus) ? "frame" : "bad";
}

/** `(seconds)`, or `(2023-11-14 22:13:20.000000)`, whose time zone is not told and taken as UTC; -1 if neither. */
function readTime(line: Line): number {
  line.at++;
  const start = line.at;
  let ms = line.seconds();
  if (ms >= 0 && line.next === DASH) {
    line.at = start;
    ms = readDate(line);
  }
  if (ms < 0 || !line.pass(CLOSE) || !line.wordEnds) return -1;
  line.blanks();
  return ms;
}

const DATE_LENGTH = "2023-11-14 22:13:20".length;

function readDate(line: Line): number {
  let text = "";
  while (!line.atEnd && line.next !== CLOSE) {
    text += String.fromCharCode(line.next);
    line.at++;
  }
  const whole = Date.parse(`${text.slice(0, DATE_LENGTH).replace(" ", "T")}Z`);
  const fraction = Number(`0${text.slice(DATE_LENGTH)}`);
  return Number.isNaN(whole) || Number.isNaN(fraction)
    ? -1
    : whole + fraction * 1000;
}

/** Lines without the colours that `-c` puts into them. */
function withoutColours(
  bytes: Uint8Array,
  from: number,
  to: number,
): Uint8Array {
  const text = new TextDecoder("latin1").decode(bytes.subarray(from, to));
  // deno-lint-ignore no-control-regex
  const plain = text.replaceAll(/\x1b\[[\d;]*m/g, "");
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** What the first lines tell together. */
function headOf(head: Uint8Array): {
  readonly names: readonly string[];
  readonly times: "absolute" | "deltas" | "none";
} {
  const text = new TextDecoder("latin1").decode(
    head.includes(ESCAPE) ? withoutColours(head, 0, head.length) : head,
  );
  const lines = text.split(/\r?\n/).filter((line) =>
    / [0-9a-f]+#|\[\d+\]|\{\w\}/i.test(line)
  );
  const names = lines.flatMap((line) =>
    /^\s*(?:\([^)]*\))?\s*(\S+)/.exec(line)?.[1] ?? []
  );
  const times = lines.flatMap((line) => {
    const [, seconds, fraction] = /^\s*\((\d+)\.(\d+)\)/.exec(line) ?? [];
    return seconds?.length === SHORT ? [Number(`${seconds}.${fraction}`)] : [];
  });
  if (lines.length > 0 && !lines.some((line) => line.includes("("))) {
    return { names, times: "none" };
  }
  const steps = times.slice(1).map((time, n) => time - (times[n] ?? 0));
  const back = steps.filter((step) => step < 0).length;
  const still = steps.every((step) => step === 0) && (times.at(-1) ?? 0) > 0;
  const deltas = steps.length >= ENOUGH &&
    (back >= steps.length * BACKWARDS || still);
  return { names, times: deltas ? "deltas" : "absolute" };
}

/**
 * A line as `candump -l` writes it, without line end.
 * @param timeMs milliseconds, written with microseconds
 * @param sent marks the line with `T`: this node sent the frame
 */
export function formatCandump(
  timeMs: number,
  frame: CanFrame,
  sent = false,
): string {
  const id = frame.id.toString(16).toUpperCase()
    .padStart(frame.extended ? 8 : 3, "0");
  const direction = sent ? " T" : "";
  return `(${formatSeconds(timeMs)}) can${frame.bus - 1} ${id}#${
    toHex(frame.data)
  }${direction}`;
}
