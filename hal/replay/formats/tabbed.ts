import { Line } from "../line.ts";
import type { Format, LineKind, LineReader, LogEntry } from "../log_entry.ts";
import { hexDigit, skipBlanks } from "../text.ts";

const TAB = 0x09, X = 0x78, BAR = 0x7c, ZERO = 0x30;
/** Clock ticks of stamps that are written in hexadecimal digits, ms. */
const TICK = 0.1;

/** What a column holds. */
type Role =
  | "time"
  | "clock"
  | "channel"
  | "direction"
  | "id"
  | "kind"
  | "format"
  | "length"
  | "data";

/** Headings of the columns, in English and Chinese, as such tools have them. */
const HEADINGS: readonly (readonly [RegExp, Role])[] = [
  [/system ?time|系统时间/i, "clock"],
  [/time|时间/i, "time"],
  [/channel|^ch$|^bus|通道/i, "channel"],
  [/dir|方向/i, "direction"],
  [/\bid\b|id ?号|帧id|^id/i, "id"],
  [/format|格式/i, "format"],
  [/type|类型/i, "kind"],
  [/^d?lc?$|^len|length|长度/i, "length"],
  [/^data|数据/i, "data"],
];
/** What the fields of a line without a heading look like. */
const LOOKS: readonly (readonly [RegExp, Role])[] = [
  [/^\d+:\d\d:\d\d/, "clock"],
  [/^\d+\.\d+$/, "time"],
  [/^(rx|tx|recv\w*|receive\w*|send|sent|trans\w*|接收|发送)$/i, "direction"],
  [/^(x\|)? *([0-9a-f]{2} )+[0-9a-f]{2} *$/i, "data"],
  [/^(0x)?([0-9a-f]{3,4}|[0-9a-f]{8})$/i, "id"],
  [/^(standard|extended|std|ext)\b/i, "format"],
  [/^(data|remote)\b/i, "kind"],
  [/^ch ?\d$/i, "channel"],
];
/** Without these a line is no frame. */
const NEEDED: readonly Role[] = ["id", "data"];

/** Tables with tabulators between their columns, as the tools of CANalyst-like adapters save them. */
export const tabbed: Format = {
  open: (head) => new TabbedReader(rolesOf(head)),
};

/** Reads the columns that the heading names, or that look like what they are. */
class TabbedReader implements LineReader {
  readonly #line = new Line();
  readonly #roles: readonly (Role | undefined)[];
  readonly #hasTime: boolean;
  readonly #data = new Uint8Array(8);

  constructor(roles: readonly (Role | undefined)[]) {
    this.#roles = roles;
    this.#hasTime = roles.includes("time");
  }

  line(
    bytes: Uint8Array,
    from: number,
    to: number,
    entry: LogEntry,
  ): LineKind {
    if (skipBlanks(bytes, from, to) === to) return "skipped";
    const line = this.#line;
    let id = -1, bus = 1, extended: boolean | undefined, sent = false;
    let length = -1, ms = 0, remote = false, read = -1;
    let at = from;
    for (const role of this.#roles) {
      if (at > to) break;
      const tab = bytes.indexOf(TAB, at);
      const end = tab < 0 || tab > to ? to : tab;
      line.take(bytes, at, end);
      at = end + 1;
      switch (role) {
        case "time":
          ms = stamp(line);
          break;
        case "clock":
          if (!this.#hasTime) ms = stamp(line);
          break;
        case "channel":
          bus = numberIn(line) || 1;
          break;
        case "direction":
          sent = isSent(line);
          break;
        case "id":
          skipPrefix(line);
          id = line.hex();
          extended ??= line.digits > 4;
          break;
        case "kind":
          remote = (line.next | 0x20) === 0x72;
          break;
        case "format":
          extended = isExtended(line);
          break;
        case "length":
          skipPrefix(line);
          length = line.hex();
          break;
        case "data":
          read = this.#bytes(line);
      }
    }
    const isHere = id >= 0 && (remote || length > 8 || read >= 0);
    if (!isHere) return isHeading(bytes, from, to) ? "skipped" : "bad";
    if (remote || length > 8) return "ignored";
    if (length >= 0 && read < length) return "bad";
    const count = length >= 0 ? length : read;
    if (!entry.name(id, extended ?? false, bus)) return "bad";
    entry.resize(count).set(this.#data.subarray(0, count));
    entry.timeMs = ms;
    entry.sent = sent;
    return "frame";
  }

  /** Bytes apart by blanks, behind `x|` in some tools; how many, or -1. */
  #bytes(line: Line): number {
    if (line.next === X && line.bytes[line.at + 1] === BAR) line.at += 2;
    line.blanks();
    let count = 0;
    for (; !line.atEnd; line.blanks(), count++) {
      skipPrefix(line);
      const byte = line.hex();
      if (byte < 0 || byte > 255 || count === 8) return -1;
      this.#data[count] = byte;
    }
    return count;
  }
}

function skipPrefix(line: Line): void {
  if (line.next === ZERO && ((line.bytes[line.at + 1] ?? 0) | 0x20) === X) {
    line.at += 2;
  }
}

/** `seconds.fraction`, `hours:minutes:seconds.fraction`, a date before it, or ticks in hexadecimal digits, as ms. */
function stamp(line: Line): number {
  if (line.next === ZERO && ((line.bytes[line.at + 1] ?? 0) | 0x20) === X) {
    line.at += 2;
    return Math.max(0, line.hex()) * TICK;
  }
  const start = line.at, seconds = line.seconds();
  if (line.atEnd) return Math.max(0, seconds);
  line.at = start;
  const text = new TextDecoder("latin1")
    .decode(line.bytes.subarray(start, line.to)).trim();
  const [, date, hours, minutes, rest, more] =
    /^(\d{4}\D\d+\D\d+)?\D?(\d+):(\d+):(\d+(?:\.\d+)?)(?:[.:](\d+))?$/.exec(
      text,
    ) ?? [];
  if (rest === undefined) return 0;
  const day = date === undefined
    ? 0
    : Date.parse(`${date.replaceAll(/\D/g, "-")}T00:00:00Z`);
  const micros = more === undefined ? 0 : Number(more) / 1000;
  return (Number.isNaN(day) ? 0 : day) + Number(hours) * 3_600_000 +
    Number(minutes) * 60_000 + Number(rest) * 1000 + micros;
}

/** The first decimal digits of a field, such as 1 of `ch1`. */
function numberIn(line: Line): number {
  while (!line.atEnd && hexDigit(line.bytes, line.at, line.to) > 9) line.at++;
  return Math.max(0, line.decimal());
}

/** `Tx`, `Send`, `Transmit`; in Chinese the first byte of the word for sending. */
function isSent(line: Line): boolean {
  const first = line.next | 0x20;
  return first === 0x74 || first === 0x73 || line.next === 0xe5;
}

/** `Extended`; in Chinese both kinds begin with the same byte. */
function isExtended(line: Line): boolean {
  return (line.next | 0x20) === 0x65 ||
    line.next === 0xe6 && line.bytes[line.at + 1] === 0x89;
}

function isHeading(bytes: Uint8Array, from: number, to: number): boolean {
  const text = new TextDecoder().decode(bytes.subarray(from, to));
  return headingRoles(text) !== undefined;
}

/** The roles of the columns, from the heading or, where there is none, from the first line that looks like a frame. */
function rolesOf(head: Uint8Array): readonly (Role | undefined)[] {
  const lines = new TextDecoder().decode(head).split(/\r?\n/)
    .filter((line) => line.includes("\t"));
  for (const line of lines) {
    const roles = headingRoles(line);
    if (roles) return roles;
  }
  for (const line of lines) {
    const roles = matched(line, LOOKS);
    if (roles) return withLength(roles, line.split("\t"));
  }
  return [];
}

/** A small number before the data says how many bytes there are. */
function withLength(
  roles: readonly (Role | undefined)[],
  fields: readonly string[],
): readonly (Role | undefined)[] {
  const at = roles.indexOf("data") - 1;
  const fits = roles[at] === undefined &&
    /^(0x0?)?[0-8]$/i.test(fields[at]?.trim() ?? "");
  return roles.map((role, n) => fits && n === at ? "length" : role);
}

function headingRoles(line: string): readonly (Role | undefined)[] | undefined {
  return /\t/.test(line) ? matched(line, HEADINGS) : undefined;
}

/** Gives each role to the first field that fits it. */
function matched(
  line: string,
  table: readonly (readonly [RegExp, Role])[],
): readonly (Role | undefined)[] | undefined {
  const free = new Set(table.map(([, role]) => role));
  const roles = line.split("\t").map((field) => {
    const role = table.find(([look, role]) =>
      free.has(role) && look.test(field.trim())
    )?.[1];
    if (role) free.delete(role);
    return role;
  });
  return NEEDED.some((role) => free.has(role)) ? undefined : roles;
}
