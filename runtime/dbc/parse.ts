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
  /** By `ID`, ms. */
  readonly cycles: ReadonlyMap<string, number>;
  readonly longNames: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
}

const N = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const MESSAGE = String.raw`\bBO_\s+(\d+)\s+([\w.]+)\s*:\s*(\d+)\s+\w+`;
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

function messagesOf({ text, quoted }: PlainText) {
  const messages: RawMessage[] = [], problems: string[] = [];
  const sound = new Set<number>();
  for (const found of text.matchAll(new RegExp(`${MESSAGE}|${SIGNAL}`, "g"))) {
    sound.add(found.index);
    const [, id, message, length, ...signal] = found;
    if (id !== undefined && message !== undefined) {
      messages.push({
        id: Number(id),
        name: message,
        length: Number(length),
        signals: [],
      });
    } else messages.at(-1)?.signals.push(signalOf(signal, quoted));
  }
  for (
    const { index, 0: line } of text.matchAll(/(?<=^[ \t]*)(?:SG_|BO_)\s.*/gm)
  ) {
    if (!sound.has(index)) problems.push(`Not understood: ${line.trim()}`);
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
  const form = new RegExp(
    String.raw`\bVAL_\s+(\d+)\s+([\w.]+)((?:\s*${N}\s*"\d+")+)`,
    "g",
  );
  const entry = new RegExp(String.raw`(${N})\s*"(\d+)"`, "g");
  for (const [, id, name, list = ""] of text.matchAll(form)) {
    all.set(
      `${id} ${name}`,
      new Map(
        [...list.matchAll(entry)].map(([, raw, at]) => [
          Number(raw),
          quoted[Number(at)] ?? "",
        ]),
      ),
    );
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
  return new Map(
    [...text.matchAll(form)].map(([, id, name, by = "", list = ""]) => [
      `${id} ${name}`,
      {
        switch: by,
        ranges: [...list.matchAll(/(\d+)\s*-\s*(\d+)/g)].map((
          [, low, high],
        ) => [Number(low), Number(high)] as const),
      },
    ]),
  );
}

function cyclesOf({ text, quoted }: PlainText) {
  const all = new Map<string, number>();
  for (
    const [, at, id, ms] of text.matchAll(
      /\bBA_\s+"(\d+)"\s+BO_\s+(\d+)\s+(\d+)/g,
    )
  ) {
    if (quoted[Number(at)] === "GenMsgCycleTime" && id) all.set(id, Number(ms));
  }
  return all;
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
