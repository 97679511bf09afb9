import { Line } from "../line.ts";
import type { Format, LineKind, LineReader, LogEntry } from "../log_entry.ts";
import { hexDigit } from "../text.ts";

const COMMA = 0x2c, ZERO = 0x30, ONE = 0x31, X = 0x78;
/** Columns of the files, as their first line names them. */
const HEADING = "timestamp,arbitration_id,extended,remote,error,dlc,data";

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
    const data = bytesOf(line);
    if (data?.length !== length || !entry.name(id, extended, 1)) return "bad";
    entry.resize(length).set(data);
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

function bytesOf({ bytes, at, to }: Line): Uint8Array | undefined {
  try {
    return Uint8Array.fromBase64(
      new TextDecoder("latin1").decode(bytes.subarray(at, to)).trim(),
    );
  } catch {
    return undefined;
  }
}
