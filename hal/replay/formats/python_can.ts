import { Line } from "../line.ts";
import type { Format, LineKind, LineReader, LogEntry } from "../log_entry.ts";
import { hexDigit } from "../text.ts";

const COMMA = 0x2c, ZERO = 0x30, ONE = 0x31, X = 0x78;
/** Columns of the files, as their first line names them. */
const HEADING = "timestamp,arbitration_id,extended,remote,error,dlc,data";

/** What each character stands for; `NONE` for those that are none of base64. */
const PADDING = 0x3d, NONE = 64;
const DIGITS = new Uint8Array(256).fill(NONE);
for (
  const [digit, letter] of [
    ..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/",
  ].entries()
) DIGITS[letter.charCodeAt(0)] = digit;

/** CSV files of the Python library python-can: the bytes are in base64, a bus is not told. */
export const pythonCan: Format = { open: () => new PythonCanReader() };

/** Reads `seconds,0xid,extended,remote,error,length,base64`. */
class PythonCanReader implements LineReader {
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
      return line.is(HEADING) ? "skipped" : "bad";
    }
    entry.timeMs = line.seconds();
    if (entry.timeMs < 0 || !line.pass(COMMA)) return "bad";
    if (!line.pass(ZERO) || !line.pass(X)) return "bad";
    const id = line.hex();
    if (id < 0 || !line.pass(COMMA)) return "bad";
    const extended = flag(line), remote = flag(line), error = flag(line);
    if (error === undefined || remote === undefined) return "bad";
    const length = line.decimal();
    if (extended === undefined || length < 0 || !line.pass(COMMA)) return "bad";
    if (error) return "skipped";
    if (remote || length > 8) return "ignored";
    if (bytesOf(line, entry.resize(8)) !== length) return "bad";
    if (!entry.name(id, extended, 1)) return "bad";
    entry.resize(length);
    entry.sent = false;
    return "frame";
  }
}

/** `0` or `1` and what separates it from the next field. */
function flag(line: Line): boolean | undefined {
  const is = line.next === ONE;
  if (!is && line.next !== ZERO) return undefined;
  line.at++;
  return line.pass(COMMA) ? is : undefined;
}

/** Bytes in base64, up to the line's end; how many, or -1. */
function bytesOf(line: Line, data: Uint8Array): number {
  let bits = 0, have = 0, count = 0;
  for (let digit; (digit = DIGITS[line.next] ?? NONE) < NONE; line.at++) {
    bits = bits << 6 | digit;
    if ((have += 6) < 8) continue;
    have -= 8;
    if (count === 8) return -1;
    data[count++] = bits >> have;
  }
  while (line.pass(PADDING)) { /* up to two */ }
  line.blanks();
  return line.atEnd ? count : -1;
}
