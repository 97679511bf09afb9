import { Line } from "../line.ts";
import type { Format, LineKind, LineReader, LogEntry } from "../log_entry.ts";

const SEMICOLON = 0x3b, CLOSE = 0x29;
const DAY = 86_400_000;
/** Days from 30 December 1899, where its times count from, to 1970. */
const EPOCH = 25_569;

/** What a column holds; the letters are those of `$COLUMNS` since version 2.0. */
type Column = "N" | "O" | "T" | "B" | "I" | "d" | "R" | "l" | "L" | "D";

/** Columns of the versions, before a heading names them itself. */
const VERSIONS: Readonly<Record<string, string>> = {
  "1.0": "NOIlD",
  "1.1": "NOTIlD",
  "1.2": "NOBTIlD",
  "1.3": "NOBTIRlD",
  "2.0": "NOTIdlD",
  "2.1": "NOTBIdRlD",
};
/** Types of lines that carry another frame: remote, and those of CAN FD. */
const OTHER = ["RR", "FD", "FB", "FE", "BI"];

/** Traces of PEAK's tools, versions 1.0 to 2.1. */
export const trc: Format = { open: () => new TrcReader() };

/** Reads the columns that the heading names; times are ms since the start that it tells. */
class TrcReader implements LineReader {
  readonly #line = new Line();
  #columns: readonly Column[] = columnsOf("NOIlD");
  /** ms since 1970. */
  #start = 0;

  line(
    bytes: Uint8Array,
    from: number,
    to: number,
    entry: LogEntry,
  ): LineKind {
    const line = this.#line;
    line.take(bytes, from, to);
    if (line.atEnd) return "skipped";
    if (line.next === SEMICOLON) {
      this.#heading(new TextDecoder("latin1").decode(bytes.subarray(from, to)));
      return "skipped";
    }
    let id = -1, digits = 0, bus = 1, length = -1;
    entry.sent = false;
    for (const column of this.#columns) {
      if (column === "D") {
        if (line.is("RTR")) return "ignored";
        if (length < 0 || length > 15) return "bad";
        if (!line.data(entry, Math.min(length, 8)) || id < 0) return "bad";
        return entry.name(id, digits > 4, bus) ? "frame" : "bad";
      }
      if (line.atEnd) return "bad";
      if (column === "N") {
        if (line.decimal() < 0) return "bad";
        line.pass(CLOSE);
      } else if (column === "O") {
        const offset = line.seconds();
        if (offset < 0) return "bad";
        // The number is in milliseconds, where a reader of seconds takes it a thousand times.
        entry.timeMs = this.#start + offset / 1000;
      } else if (column === "T") {
        const kind = this.#type(line, entry);
        if (kind !== "frame") return kind;
        continue;
      } else if (column === "B") {
        bus = line.decimal();
        if (bus < 1) return "bad";
      } else if (column === "I") {
        id = line.hex();
        digits = line.digits;
      } else if (column === "d") {
        entry.sent = line.is("Tx");
        if (!entry.sent && !line.is("Rx")) return "bad";
        continue;
      } else if (column === "l" || column === "L") {
        length = line.decimal();
      } else {
        line.skipWord();
        continue;
      }
      if (!line.wordEnds) return "bad";
      line.blanks();
    }
    return "bad";
  }

  #type(line: Line, entry: LogEntry): LineKind {
    entry.sent = line.is("Tx");
    if (entry.sent || line.is("Rx") || line.is("DT")) return "frame";
    if (OTHER.some((type) => line.is(type))) return "ignored";
    // Warnings, errors, states and events, whatever they are called.
    return "skipped";
  }

  #heading(text: string): void {
    const [, name, value = ""] = /^;\s*\$(\w+)=\s*(.*?)\s*$/.exec(text) ?? [];
    if (name === "FILEVERSION") {
      this.#columns = columnsOf(VERSIONS[value] ?? "NOTIlD");
    } else if (name === "COLUMNS") {
      this.#columns = columnsOf(value.replaceAll(",", ""));
    } else if (name === "STARTTIME") {
      const days = Number(value.replace(",", "."));
      if (days > EPOCH) this.#start = Math.round((days - EPOCH) * DAY);
    }
  }
}

function columnsOf(letters: string): readonly Column[] {
  return [...letters].filter(isColumn);
}

function isColumn(letter: string): letter is Column {
  return "NOTBIdRlLD".includes(letter);
}
