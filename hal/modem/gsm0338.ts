import { INDIAN_ALPHABETS, INDIAN_EXTENSIONS } from "./indian.ts";
import { NATIONAL_ALPHABETS, NATIONAL_EXTENSIONS } from "./national.ts";

/** The GSM 7-bit default alphabet with its extension table (3GPP TS 23.038, section 6.2.1). */

const BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ" +
  " !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§" +
  "¿abcdefghijklmnopqrstuvwxyzäöñüà";

const EXTENSION: Readonly<Record<string, number>> = {
  "\f": 0x0a,
  "^": 0x14,
  "{": 0x28,
  "}": 0x29,
  "\\": 0x2f,
  "[": 0x3c,
  "~": 0x3d,
  "]": 0x3e,
  "|": 0x40,
  "€": 0x65,
};

const ESCAPE = 0x1b;

const toSeptets: ReadonlyMap<string, readonly number[]> = new Map([
  ...[...BASIC].flatMap((char, code): [string, number[]][] =>
    code === ESCAPE ? [] : [[char, [code]]]
  ),
  ...Object.entries(EXTENSION).map(([char, code]): [string, number[]] => [
    char,
    [ESCAPE, code],
  ]),
]);
const basic: readonly string[] = [...BASIC];
const extended: ReadonlyMap<number, string> = new Map(
  Object.entries(EXTENSION).map(([char, code]) => [code, char]),
);

/** Numbers of the national tables that a message is written with (3GPP TS 23.038, section 6.2.1.2.4). */
export interface ShiftTables {
  /** The one in place of the default alphabet. */
  readonly locking?: number;
  /** The one in place of the extension table. */
  readonly single?: number;
}

/** National alphabets by their numbers; with one that is not here the default alphabet is read. */
const LOCKING: Readonly<Record<number, readonly string[]>> = Object.fromEntries(
  Object.entries({ ...NATIONAL_ALPHABETS, ...INDIAN_ALPHABETS }).map((
    [number, chars],
  ) => [number, [...chars]]),
);
const SINGLE: Readonly<Record<number, ReadonlyMap<number, string>>> = Object
  .fromEntries([
    ...Object.entries(NATIONAL_EXTENSIONS).map(([number, own]) => [
      number,
      new Map([
        ...extended,
        ...Object.entries(own).map(([char, code]) => [code, char] as const),
      ]),
    ]),
    ...Object.entries(INDIAN_EXTENSIONS).map(([number, own]) => [
      number,
      new Map([...extended, ...own]),
    ]),
  ]);

/** The septets of one character (two for the extension table), or undefined if the alphabet lacks it. */
export function septetsOf(char: string): readonly number[] | undefined {
  return toSeptets.get(char);
}

/** Septets of a text, or undefined if a character is not in the alphabet. */
export function encodeGsm(text: string): number[] | undefined {
  const septets: number[] = [];
  for (const char of text) {
    const codes = toSeptets.get(char);
    if (!codes) return undefined;
    septets.push(...codes);
  }
  return septets;
}

/**
 * The text of septets. An escape before a code without extension means the code itself, as the
 * standard asks for; an escape at the end is dropped.
 * @param tables of a language, as the message's header names them
 */
export function decodeGsm(
  septets: readonly number[],
  tables: ShiftTables = {},
): string {
  const locking = LOCKING[tables.locking ?? 0] ?? basic;
  const single = SINGLE[tables.single ?? 0] ?? extended;
  let text = "", escaped = false;
  for (const code of septets) {
    if (code === ESCAPE) {
      escaped = true;
      continue;
    }
    text += (escaped ? single.get(code) : undefined) ?? locking[code & 0x7f] ??
      "";
    escaped = false;
  }
  return text;
}

/**
 * Packs septets into octets, lowest bits first.
 * @param fill zero bits in front, so that text behind a header begins at a septet's edge
 */
export function packSeptets(
  septets: readonly number[],
  fill = 0,
): Uint8Array {
  const octets = new Uint8Array(Math.ceil((fill + septets.length * 7) / 8));
  septets.forEach((septet, at) => {
    const bit = fill + at * 7, octet = bit >> 3, shift = bit & 7;
    octets[octet] = (octets[octet] ?? 0) | (septet << shift) & 0xff;
    if (shift > 1) octets[octet + 1] = septet >> (8 - shift);
  });
  return octets;
}

/** Unpacks `count` septets, fewer if the octets end before. */
export function unpackSeptets(
  octets: Uint8Array,
  count: number,
  fill = 0,
): number[] {
  const fit = Math.max(0, Math.floor((octets.length * 8 - fill) / 7));
  return Array.from({ length: Math.min(count, fit) }, (_, at) => {
    const bit = fill + at * 7, octet = bit >> 3;
    const both = (octets[octet] ?? 0) | (octets[octet + 1] ?? 0) << 8;
    return (both >> (bit & 7)) & 0x7f;
  });
}
