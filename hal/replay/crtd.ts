import type { CanFrame } from "../mod.ts";
import type { LineKind, LogEntry } from "./log_entry.ts";
import {
  hexByte,
  hexDigit,
  isBlank,
  readSeconds,
  type ReadTime,
  skipBlanks,
} from "./text.ts";
import { formatSeconds, MAX_EXTENDED_ID, MAX_STANDARD_ID } from "./format.ts";

const C = 0x43, R = 0x52, T = 0x54, ONE = 0x31, TWO = 0x32, NINE = 0x39;

const time: ReadTime = { ms: 0, end: 0 };

/**
 * Reads a line of an OVMS CRTD recording: `seconds [bus]R11 id byte ...` and the same with `R29`,
 * `T11`, `T29`. Every record whose type begins with `C` is a comment or an event.
 */
export function parseCrtd(
  bytes: Uint8Array,
  from: number,
  to: number,
  entry: LogEntry,
): LineKind {
  let at = skipBlanks(bytes, from, to);
  if (at === to) return "skipped";
  if (!readSeconds(bytes, at, to, time)) return "bad";
  at = time.end;
  if (!isBlank(bytes, at, to)) return "bad";
  at = skipBlanks(bytes, at, to);
  while (hexDigit(bytes, at, to) < 10) at++; // number of the bus
  if (at === to) return "bad";
  const direction = bytes[at];
  if (direction === C) return "skipped";
  if (direction !== R && direction !== T || at + 3 > to) return "bad";
  const extended = bytes[at + 1] === TWO && bytes[at + 2] === NINE;
  if (!extended && !(bytes[at + 1] === ONE && bytes[at + 2] === ONE)) {
    return "bad";
  }
  at += 3;
  if (!isBlank(bytes, at, to)) return "bad";
  at = skipBlanks(bytes, at, to);

  const idAt = at;
  let id = 0;
  for (let digit; (digit = hexDigit(bytes, at, to)) < 16; at++) {
    id = (id << 4 | digit) >>> 0;
  }
  if (at === idAt || at - idAt > 8) return "bad";
  if (id > (extended ? MAX_EXTENDED_ID : MAX_STANDARD_ID)) return "bad";

  const data = entry.resize(8);
  let length = 0;
  while (at < to) {
    if (!isBlank(bytes, at, to)) return "bad";
    at = skipBlanks(bytes, at, to);
    if (at === to) break;
    const byte = hexByte(bytes, at, to);
    if (byte > 255 || length === 8) return "bad";
    data[length++] = byte;
    at += 2;
  }
  entry.resize(length);
  entry.timeMs = time.ms;
  entry.sent = direction === T;
  entry.frame.id = id;
  entry.frame.extended = extended;
  return "frame";
}

/**
 * A line as OVMS v3 writes it, for bus 1, without line end.
 * @param timeMs milliseconds, written with microseconds
 * @param sent makes it a `T` record: this node sent the frame
 */
export function formatCrtd(
  timeMs: number,
  frame: CanFrame,
  sent = false,
): string {
  const type = `1${sent ? "T" : "R"}${frame.extended ? 29 : 11}`;
  let line = `${formatSeconds(timeMs)} ${type} ${
    hex(frame.id, frame.extended ? 8 : 3)
  }`;
  for (const byte of frame.data) line += ` ${hex(byte, 2)}`;
  return line;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}
