import type { CanFrame } from "../../mod.ts";
import { formatSeconds } from "../format.ts";
import { Line } from "../line.ts";
import type { Format, LineKind, LineReader, LogEntry } from "../log_entry.ts";

const R = 0x52, T = 0x54, ONE = 0x31, TWO = 0x32, NINE = 0x39, HASH = 0x23;
/** Letters of records that are no frames. */
const isOther = (code: number) =>
  code !== R && code !== T && (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;

/** Recordings of OVMS v3. */
export const crtd: Format = { open: () => new CrtdReader() };

/**
 * Reads `seconds [bus]R11 id byte ...` and the same with `R29`, `T11`, `T29`; no number is padded
 * with zeroes by duty. Every other record type is a comment, an event or a count.
 */
class CrtdReader implements LineReader {
  readonly #line = new Line();

  line(
    bytes: Uint8Array,
    from: number,
    to: number,
    entry: LogEntry,
  ): LineKind {
    const line = this.#line;
    line.take(bytes, from, to);
    if (line.atEnd || line.next === HASH) return "skipped";
    entry.timeMs = line.seconds();
    if (entry.timeMs < 0 || !line.wordEnds) return "bad";
    line.blanks();
    const bus = line.decimal();
    if (bus === 0 || line.digits > 2) return "bad";
    const direction = line.next;
    const tens = bytes[line.at + 1], ones = bytes[line.at + 2];
    const extended = tens === TWO && ones === NINE;
    const standard = tens === ONE && ones === ONE;
    const isFrame = (direction === R || direction === T) &&
      (standard || extended) && line.at + 3 <= to;
    if (!isFrame) return isOther(direction) ? "skipped" : "bad";
    line.at += 3;
    if (!line.wordEnds) return "bad";
    line.blanks();
    const id = line.hex();
    if (id < 0 || !line.wordEnds) return "bad";
    if (!entry.name(id, extended, bus < 0 ? 1 : bus)) return "bad";
    line.blanks();
    entry.sent = direction === T;
    const length = words(line);
    return length <= 8 && line.data(entry, length) ? "frame" : "bad";
  }
}

/** How many words are left. */
function words({ bytes, at, to }: Line): number {
  let count = 0, inside = false;
  for (let n = at; n < to; n++) {
    const blank = bytes[n] === 0x20 || bytes[n] === 0x09;
    if (!blank && !inside) count++;
    inside = !blank;
  }
  return count;
}

/**
 * A line as OVMS v3 writes it, without line end.
 * @param timeMs milliseconds, written with microseconds
 * @param sent makes it a `T` record: this node sent the frame
 */
export function formatCrtd(
  timeMs: number,
  frame: CanFrame,
  sent = false,
): string {
  const type = `${frame.bus}${sent ? "T" : "R"}${frame.extended ? 29 : 11}`;
  let line = `${formatSeconds(timeMs)} ${type} ${
    hex(frame.id, frame.extended ? 8 : 3)
  }`;
  for (const byte of frame.data) line += ` ${hex(byte, 2)}`;
  return line;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}
