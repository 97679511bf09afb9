import { Line } from "../line.ts";
import type { Format, LineKind, LineReader, LogEntry } from "../log_entry.ts";
import { hexDigit } from "../text.ts";

const X = 0x78;
const MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
/** Flags of a `CANFD` line: a frame of CAN FD, and one that asks for another. */
const FLEXIBLE = 0x1000, REMOTE = 0x10;
/** Words with which a heading line, or the text of an event, begins. */
const HEADINGS = [
  "date",
  "base",
  "internal",
  "no",
  "begin",
  "end",
  "//",
  "previous",
];

/** ASCII logs of Vector's tools. */
export const asc: Format = { open: () => new AscReader() };

/** Reads `seconds channel id[x] Rx|Tx d length bytes ...` behind a heading with base, times and date. */
class AscReader implements LineReader {
  readonly #line = new Line();
  #decimal = false;
  #relative = false;
  /** When the recording began, ms; 0 where its heading tells no date. */
  #start = 0;
  #now = 0;

  line(
    bytes: Uint8Array,
    from: number,
    to: number,
    entry: LogEntry,
  ): LineKind {
    const line = this.#line;
    line.take(bytes, from, to);
    if (line.atEnd) return "skipped";
    if (hexDigit(bytes, line.at, to) > 9) return this.#heading(line);
    const seconds = line.seconds();
    if (seconds < 0 || !line.wordEnds) return "bad";
    line.blanks();
    this.#now = this.#relative ? this.#now + seconds : seconds;
    const bus = line.decimal();
    // Events of the tool itself, statistics, CAN FD: something else stands for the channel.
    if (bus < 1 || !line.wordEnds) {
      if (line.is("CANFD")) return this.#flexible(line, entry);
      return line.atEnd ? "bad" : "skipped";
    }
    line.blanks();
    return this.#frame(line, entry, bus);
  }

  #frame(line: Line, entry: LogEntry, bus: number): LineKind {
    if (line.is("ErrorFrame") || line.is("Statistic:")) return "skipped";
    const id = this.#decimal ? line.decimal() : line.hex();
    const extended = line.pass(X);
    if (id < 0 || !line.wordEnds) return line.atEnd ? "bad" : "skipped";
    line.blanks();
    entry.sent = false;
    if (line.is("Tx")) entry.sent = true;
    else if (line.is("TxRq")) return "skipped";
    else if (!line.is("Rx")) return "bad";
    if (line.is("r")) return "ignored";
    if (!line.is("d")) return "bad";
    const length = this.#decimal ? line.decimal() : line.hex();
    if (length < 0 || length > 15 || !line.wordEnds) return "bad";
    line.blanks();
    if (!entry.name(id, extended, bus)) return "bad";
    const bytes = Math.min(length, 8);
    const complete = this.#decimal
      ? decimals(line, entry, bytes)
      : line.data(entry, bytes);
    if (!complete) return "bad";
    entry.timeMs = this.#start + this.#now;
    return "frame";
  }

  /**
   * `channel Rx|Tx id[x] [name] brs esi length-code length bytes duration bits flags ...`: so are frames
   * of a bus written that could carry CAN FD, classical ones too.
   */
  #flexible(line: Line, entry: LogEntry): LineKind {
    const bus = line.decimal();
    line.blanks();
    entry.sent = line.is("Tx");
    if (bus < 1 || !entry.sent && !line.is("Rx")) return "skipped";
    const id = this.#decimal ? line.decimal() : line.hex();
    const extended = line.pass(X);
    if (id < 0 || !line.wordEnds) return "skipped";
    line.blanks();
    if (!line.is("0") && !line.is("1")) {
      line.skipWord();
      line.skipWord();
    }
    // Behind it the error state and the length as a code.
    line.skipWord();
    line.skipWord();
    const length = line.decimal();
    line.blanks();
    if (length < 0 || !entry.name(id, extended, bus)) return "bad";
    if (length > 8) return "ignored";
    if (!line.data(entry, length)) return "bad";
    line.skipWord();
    line.skipWord();
    const flags = line.hex();
    if (flags >= 0 && (flags & (FLEXIBLE | REMOTE)) !== 0) return "ignored";
    entry.timeMs = this.#start + this.#now;
    return "frame";
  }

  #heading(line: Line): LineKind {
    const text = new TextDecoder("latin1")
      .decode(line.bytes.subarray(line.at, line.to)).toLowerCase();
    const [word = ""] = text.split(/\s/);
    if (!HEADINGS.some((heading) => word.startsWith(heading))) return "bad";
    if (word === "base") {
      this.#decimal = text.includes("base dec");
      this.#relative = text.includes("timestamps relative");
    }
    if (word === "date" || word === "begin") {
      this.#start = dateOf(text) ?? this.#start;
    }
    return "skipped";
  }
}

function decimals(line: Line, entry: LogEntry, length: number): boolean {
  const data = entry.resize(length);
  for (let n = 0; n < length; n++) {
    const byte = line.decimal();
    if (byte < 0 || byte > 255 || !line.wordEnds) return false;
    data[n] = byte;
    line.blanks();
  }
  return true;
}

/** `date tue nov 14 10:13:20.000 pm 2023`, whose time zone is not told and taken as UTC. */
function dateOf(text: string): number | undefined {
  const [, month = "", day, hour, minute, second, half, year] =
    /([a-z]{3})\w* +(\d+) +(\d+):(\d+):([\d.]+) *([ap]m)? +(\d{4})/.exec(
      text,
    ) ??
      [];
  const at = MONTHS.indexOf(month) / 3;
  if (year === undefined || !Number.isInteger(at) || at < 0) return undefined;
  const hours = Number(hour) % (half ? 12 : 24) + (half === "pm" ? 12 : 0);
  return Date.UTC(Number(year), at, Number(day), hours, Number(minute)) +
    Number(second) * 1000;
}
