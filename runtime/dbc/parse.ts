/** The statements of a DBC file that say what is in frames. */
import { decodeText, type PlainText, plainText } from "./text.ts";

/** A signal as the file has it. */
export interface RawSignal {
  readonly name: string;
  /** `M`, `m5`, `m1M` or empty. */
  readonly mux: string;
  readonly start: number;
  readonly length: number;
  readonly bigEndian: boolean;
  readonly signed: boolean;
  readonly factor: number;
  readonly offset: number;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}

/** A message as the file has it. */
export interface RawMessage {
  /** With bit 31 for 29-bit identifiers. */
  readonly id: number;
  readonly name: string;
  readonly length: number;
  readonly signals: RawSignal[];
}

/** Which values of a switch a signal belongs to. */
export interface RawMux {
  readonly switch: string;
  readonly ranges: readonly (readonly [number, number])[];
}

/** A file's statements; what belongs to a signal is found by `ID SIGNAL`. */
export interface RawDbc {
  readonly messages: readonly RawMessage[];
  readonly values: ReadonlyMap<string, ReadonlyMap<number, string>>;
  readonly comments: ReadonlyMap<string, string>;
  /** 1 for IEEE numbers of 32 bits, 2 for 64. */
  readonly types: ReadonlyMap<string, number>;
  readonly muxes: ReadonlyMap<string, RawMux>;
  /** By `ID`, and of messages that are not among them, ms; 0 for none. */
  readonly cycles: {
    readonly own: ReadonlyMap<string, number>;
    readonly otherwise: number;
  };
  readonly longNames: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

const N = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const MESSAGE = String.raw`\bBO_\s+(\d+)\s+([\w.]+)\s*:\s*(\d+)`;
const SIGNAL = String
  .raw`\bSG_\s+([\w.]+)\s*(M|m\d+M?)?\s*:\s*(\d+)\s*\|\s*(\d+)\s*@\s*([01])\s*([-+])?` +
  String
    .raw`\s*\(\s*(${N})\s*,\s*(${N})\s*\)\s*\[\s*(${N})\s*\|\s*(${N})\s*\]\s*"(\d+)"`;

/** Reads a file; what is not understood is told, the rest is read. */
export function parseDbc(file: string | Uint8Array): RawDbc {
  const plain = plainText(decodeText(file).replace(/^\uFEFF/, ""));
  const { messages, problems } = messagesOf(plain);
  return {
    messages,
    problems,
    values: valuesOf(plain),
    comments: commentsOf(plain),
    types: pairs(plain, /\bSIG_VALTYPE_\s+(\d+)\s+([\w.]+)\s*:?\s*(\d)/g),
    muxes: muxesOf(plain),
    cycles: cyclesOf(plain),
    longNames: longNamesOf(plain),
  };
}

/** A line that begins as a message or signal does, whatever follows; one that goes on what is told about it is none. */
const OTHER = String
  .raw`(?<=^[ \t]*)(?<!\b(?:CM_|BA_DEF_|BA_\s+"\d+")\s+)(?:SG_|BO_)\s.*`;

function messagesOf({ text, quoted }: PlainText) {
  const messages: RawMessage[] = [], problems: string[] = [];
  const whole = (line: string) =>
    line.trim().replaceAll(/"(\d+)"/g, (_, at) => `"${quoted[at] ?? ""}"`);
  const form = new RegExp(`${MESSAGE}|${SIGNAL}|${OTHER}`, "gm");
  /** Undefined behind one that is not understood. */
  let current: RawMessage | undefined;
  for (const [line, id, message, length, ...signal] of text.matchAll(form)) {
    if (id !== undefined && message !== undefined) {
      current = {
        id: Number(id),
        name: message,
        length: Number(length),
        signals: [],
      };
      messages.push(current);
    } else if (signal[0] === undefined) {
      problems.push(`Not understood: ${whole(line)}`);
      if (line.startsWith("BO_")) current = undefined;
    } else if (current) current.signals.push(signalOf(signal, quoted));
    else problems.push(`${signal[0]}: its message is not understood`);
  }
  return { messages, problems };
}

function signalOf(
  parts: readonly (string | undefined)[],
  quoted: readonly string[],
): RawSignal {
  const [name = "", mux = "", start, length, order, sign, ...numbers] = parts;
  const [factor = 1, offset = 0, min = 0, max = 0, unit = -1] = numbers.map(
    Number,
  );
  return {
    name,
    mux,
    start: Number(start),
    length: Number(length),
    bigEndian: order === "0",
    signed: sign === "-",
    factor,
    offset,
    min,
    max,
    unit: quoted[unit] ?? "",
  };
}

/** What statements of the form `ID SIGNAL number` say. */
function pairs({ text }: PlainText, form: RegExp): Map<string, number> {
  return new Map(
    [...text.matchAll(form)].map(([, id, name, value]) => [
      `${id} ${name}`,
      Number(value),
    ]),
  );
}

function valuesOf({ text, quoted }: PlainText) {
  const all = new Map<string, ReadonlyMap<number, string>>();
  const list = String.raw`((?:\s*${N}\s*"\d+")+)`;
  const entry = new RegExp(String.raw`(${N})\s*"(\d+)"`, "g");
  const namesOf = (list = "") =>
    new Map(
      [...list.matchAll(entry)].map(([, raw, at]) => [
        Number(raw),
        quoted[Number(at)] ?? "",
      ]),
    );
  const found = (form: string) => text.matchAll(new RegExp(form, "g"));
  const tables = new Map(
    [...found(String.raw`\bVAL_TABLE_\s+([\w.]+)${list}`)]
      .map(([, table = "", list]) => [table, namesOf(list)]),
  );
  // A list of its own, or one of the tables
  const form = String.raw`\bVAL_\s+(\d+)\s+([\w.]+)(?:${list}|\s+([\w.]+)\s*;)`;
  for (const [, id, name, list, table = ""] of found(form)) {
    const names = list === undefined ? tables.get(table) : namesOf(list);
    if (names) all.set(`${id} ${name}`, names);
  }
  return all;
}

function commentsOf({ text, quoted }: PlainText) {
  const form = /\bCM_\s+(?:BO_\s+(\d+)|SG_\s+(\d+)\s+([\w.]+))\s*"(\d+)"/g;
  return new Map(
    [...text.matchAll(form)].map(([, message, id, name, at]) => [
      message ?? `${id} ${name}`,
      quoted[Number(at)] ?? "",
    ]),
  );
}

function muxesOf({ text }: PlainText) {
  const form =
    /\bSG_MUL_VAL_\s+(\d+)\s+([\w.]+)\s+([\w.]+)((?:\s*,?\s*\d+\s*-\s*\d+)+)/g;
  const all = new Map<string, RawMux>();
  for (const [, id, name, by = "", list = ""] of text.matchAll(form)) {
    const key = `${id} ${name}`, before = all.get(key);
    const ranges = [...list.matchAll(/(\d+)\s*-\s*(\d+)/g)].map((
      [, low, high],
    ) => [Number(low), Number(high)] as const);
    // Several statements for one switch add up
    all.set(key, {
      switch: by,
      ranges: before?.switch === by ? [...before.ranges, ...ranges] : ranges,
    });
  }
  return all;
}

const CYCLE = "GenMsgCycleTime";

function cyclesOf({ text, quoted }: PlainText) {
  const is = (at: string | undefined) => quoted[Number(at)] === CYCLE;
  const number = String.raw`\s+(${N})`;
  const found = (form: string) =>
    [...text.matchAll(new RegExp(form + number, "g"))].filter(([, at]) =>
      is(at)
    );
  const own = found(String.raw`\bBA_\s+"(\d+)"\s+BO_\s+(\d+)`)
    .map(([, , id = "", ms]) => [id, Number(ms)] as const);
  const [otherwise] = found(String.raw`\bBA_DEF_DEF_\s+"(\d+)"`)
    .map(([, , ms]) => Number(ms));
  return { own: new Map(own), otherwise: otherwise ?? 0 };
}

function longNamesOf({ text, quoted }: PlainText) {
  const all = new Map<string, string>();
  const form =
    /\bBA_\s+"(\d+)"\s+(?:BO_\s+(\d+)|SG_\s+(\d+)\s+([\w.]+))\s+"(\d+)"/g;
  for (const [, at, message, id, name, value] of text.matchAll(form)) {
    if (!/^System(Signal|Message)LongSymbol$/.test(quoted[Number(at)] ?? "")) {
      continue;
    }
    all.set(message ?? `${id} ${name}`, quoted[Number(value)] ?? "");
  }
  return all;
}
