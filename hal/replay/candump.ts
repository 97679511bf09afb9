import type { CanFrame } from "../mod.ts";
import { toHex } from "../can_frame.ts";
import type { LineKind, LogEntry } from "./log_entry.ts";
import {
  hexByte,
  hexDigit,
  isBlank,
  readSeconds,
  type ReadTime,
  skipBlanks,
  skipWord,
} from "./text.ts";
import { formatSeconds, MAX_EXTENDED_ID, MAX_STANDARD_ID } from "./format.ts";

const OPEN = 0x28, CLOSE = 0x29, HASH = 0x23, R = 0x52, T = 0x54;

/** Bit that SocketCAN sets in the identifier of an error frame. */
const ERROR_FLAG = 0x2000_0000;

const time: ReadTime = { ms: 0, end: 0 };

/**
 * Reads a line of `candump -l` or `candump -L`: `(seconds) interface id#data [R|T]`.
 *
 * Identifiers of three digits are standard, of eight digits extended, as candump writes them.
 */
export function parseCandump(
  bytes: Uint8Array,
  from: number,
  to: number,
  entry: LogEntry,
): LineKind {
  let at = skipBlanks(bytes, from, to);
  if (at === to) return "skipped";
  if (bytes[at] !== OPEN || !readSeconds(bytes, at + 1, to, time)) return "bad";
  at = time.end;
  if (at === to || bytes[at] !== CLOSE || !isBlank(bytes, at + 1, to)) {
    return "bad";
  }
  at = skipWord(bytes, skipBlanks(bytes, at + 1, to), to); // behind the interface
  at = skipBlanks(bytes, at, to);

  const idAt = at;
  let id = 0;
  for (let digit; (digit = hexDigit(bytes, at, to)) < 16; at++) {
    id = (id << 4 | digit) >>> 0;
  }
  const digits = at - idAt;
  if (at === to || bytes[at] !== HASH || digits !== 3 && digits !== 8) {
    return "bad";
  }
  if (digits === 8 && id > MAX_EXTENDED_ID) {
    return id & ERROR_FLAG ? "skipped" : "bad";
  }
  if (digits === 3 && id > MAX_STANDARD_ID) return "bad";
  at++;
  if (at < to && (bytes[at] === R || bytes[at] === HASH)) return "ignored";

  const dataAt = at;
  while (hexDigit(bytes, at, to) < 16) at++;
  const length = (at - dataAt) / 2;
  if (!Number.isInteger(length) || length > 8) return "bad";
  const data = entry.resize(length);
  for (let n = 0; n < length; n++) {
    data[n] = hexByte(bytes, dataAt + 2 * n, to);
  }

  entry.sent = false;
  if (isBlank(bytes, at, to)) {
    at = skipBlanks(bytes, at, to);
    if (at < to && (bytes[at] === R || bytes[at] === T)) {
      entry.sent = bytes[at] === T;
      at = skipBlanks(bytes, at + 1, to);
    }
  }
  if (at !== to) return "bad";
  entry.timeMs = time.ms;
  entry.frame.id = id;
  entry.frame.extended = digits === 8;
  return "frame";
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
  return `(${formatSeconds(timeMs)}) can0 ${id}#${
    toHex(frame.data)
  }${direction}`;
}
