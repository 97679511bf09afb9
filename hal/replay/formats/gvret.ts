import type { CanFrame } from "../../mod.ts";
import { Line } from "../line.ts";
import type { Format, LineKind, LineReader, LogEntry } from "../log_entry.ts";
import { hexDigit } from "../text.ts";

const COMMA = 0x2c, SEMICOLON = 0x3b, DOT = 0x2e, T = 0x54;
/** `true`, `TRUE`, `1`. */
const isTrue = (code: number) => (code | 0x20) === 0x74 || code === 0x31;

/** First line of such a file. */
export const GVRET_HEADING =
  "Time Stamp,ID,Extended,Dir,Bus,LEN,D1,D2,D3,D4,D5,D6,D7,D8";

/** CSV of GVRET and SavvyCAN: with and without a column for the direction. */
export const gvret: Format = { open: () => new GvretReader() };

/** Reads `microseconds,id,extended,[direction,]bus,length,bytes`; buses count from 0 there. */
class GvretReader implements LineReader {
  readonly #line = new Line();

  line(
    bytes: Uint8Array,
    from: number,
    to: number,
    entry: LogEntry,
  ): LineKind {
    const line = this.#line;
    line.take(bytes, from, to);
    if (line.atEnd) return "skipped";
    if (hexDigit(bytes, line.at, to) > 9) {
      return line.is("Time") && line.is("Stamp,ID,Extended") ||
          isHeading(bytes, from, to)
        ? "skipped"
        : "bad";
    }
    entry.timeMs = time(line);
    if (entry.timeMs < 0 || !separator(line)) return "bad";
    if (
      bytes[line.at] === 0x30 && ((bytes[line.at + 1] ?? 0) | 0x20) === 0x78
    ) {
      line.at += 2;
    }
    const id = line.hex();
    if (id < 0 || !separator(line)) return "bad";
    const extended = isTrue(line.next);
    if (!field(line)) return "bad";
    let direction = 0;
    if (hexDigit(bytes, line.at, to) > 9) {
      direction = line.next;
      if (!field(line)) return "bad";
    }
    const bus = line.decimal();
    if (bus < 0 || !separator(line)) return "bad";
    const length = line.decimal();
    if (length < 0) return "bad";
    if (length > 8) return "ignored";
    if (!entry.name(id, extended, bus + 1)) return "bad";
    const data = entry.resize(length);
    for (let n = 0; n < length; n++) {
      const byte = separator(line) ? line.hex() : -1;
      if (byte < 0 || byte > 255) return "bad";
      data[n] = byte;
    }
    if (!isFilling(line)) return "bad";
    entry.sent = (direction & ~0x20) === T;
    return "frame";
  }
}

/** Microseconds, or seconds with a fraction, as milliseconds; -1 if neither. */
function time(line: Line): number {
  const { bytes, to } = line;
  let value = 0;
  const from = line.at;
  for (let digit; (digit = hexDigit(bytes, line.at, to)) < 10; line.at++) {
    value = value * 10 + digit;
  }
  if (line.at === from || line.at - from > 17) return -1;
  if (line.next !== DOT) return value / 1000;
  line.at = from;
  return line.seconds();
}

function separator(line: Line): boolean {
  return line.pass(COMMA) || line.pass(SEMICOLON);
}

/** Whether nothing but bytes is left, with which some tools fill their eight columns. */
function isFilling(line: Line): boolean {
  while (separator(line)) {
    line.blanks();
    if (line.hex() >= 0 && line.digits > 2) return false;
    line.blanks();
  }
  return line.atEnd;
}

/** Passes a field and what separates it from the next. */
function field(line: Line): boolean {
  while (!line.atEnd && line.next !== COMMA && line.next !== SEMICOLON) {
    line.at++;
  }
  return separator(line);
}

function isHeading(bytes: Uint8Array, from: number, to: number): boolean {
  const text = new TextDecoder("latin1").decode(bytes.subarray(from, to));
  return /^\s*"?time ?stamp"?[,;]"?id"?[,;]/i.test(text);
}

/**
 * A line as SavvyCAN writes it, without line end.
 * @param timeMs milliseconds
 * @param sent whether this node sent the frame
 */
export function formatGvret(
  timeMs: number,
  frame: CanFrame,
  sent = false,
): string {
  const { id, extended, bus, data } = frame;
  const hex = (value: number, digits: number) =>
    value.toString(16).toUpperCase().padStart(digits, "0");
  let line = `${Math.round(timeMs * 1000)},${hex(id, 8)},${extended},${
    sent ? "Tx" : "Rx"
  },${bus - 1},${data.length}`;
  for (let n = 0; n < 8; n++) {
    line += n < data.length ? `,${hex(data[n] as number, 2)}` : ",";
  }
  return line;
}
