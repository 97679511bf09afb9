import {
  decodeGsm,
  encodeGsm,
  packSeptets,
  septetsOf,
  type ShiftTables,
  unpackSeptets,
} from "./gsm0338.ts";

/** How the octets of a message are to be read. */
export type Alphabet = "gsm" | "octets" | "ucs2";

/** The place of a part in a concatenated message (3GPP TS 23.040, section 9.2.3.24.1). */
export interface PartOf {
  readonly reference: number;
  readonly total: number;
  /** Counted from 1. */
  readonly sequence: number;
}

/** User data of one message: its text and, when there is a header for it, its place in a longer one. */
export interface UserData {
  readonly text: string;
  readonly part?: PartOf;
}

/** Alphabet of a data coding scheme (3GPP TS 23.038, section 4); undefined for compressed text. */
export function alphabetOf(dcs: number): Alphabet | undefined {
  const group = dcs >> 4;
  if (group < 8) {
    if (dcs & 0x20) return undefined;
    return (["gsm", "octets", "ucs2", "gsm"] as const)[(dcs >> 2) & 3];
  }
  if (group === 0xe) return "ucs2";
  return group === 0xf && (dcs & 4) !== 0 ? "octets" : "gsm";
}

/**
 * Reads user data.
 * @param length septets for `gsm` (header included), octets otherwise
 * @throws Error for octets that are no text, or a header that does not fit
 */
export function readUserData(
  octets: Uint8Array,
  alphabet: Alphabet,
  hasHeader: boolean,
  length: number,
): UserData {
  if (alphabet === "octets") {
    throw new Error("the message carries data, expected text");
  }
  const headerOctets = hasHeader ? 1 + (octets[0] ?? 0) : 0;
  if (headerOctets > octets.length) {
    throw new Error("the message's header is longer than the message");
  }
  const elements = elementsOf(octets.subarray(1, headerOctets));
  const part = partOf(elements);
  const rest = octets.subarray(headerOctets);
  const text = alphabet === "ucs2"
    ? readUcs2(rest)
    : readSeptets(rest, headerOctets, length, tablesOf(elements));
  return part ? { text, part } : { text };
}

function readSeptets(
  rest: Uint8Array,
  headerOctets: number,
  length: number,
  tables: ShiftTables,
): string {
  const headerSeptets = Math.ceil(headerOctets * 8 / 7);
  const fill = headerSeptets * 7 - headerOctets * 8;
  return decodeGsm(unpackSeptets(rest, length - headerSeptets, fill), tables);
}

/** An information element of a header. */
interface Element {
  readonly id: number;
  readonly data: Uint8Array;
}

/** Identifiers of elements (3GPP TS 23.040, section 9.2.3.24). */
const ELEMENT = {
  part: 0x00,
  partOfMany: 0x08,
  singleShift: 0x24,
  lockingShift: 0x25,
} as const;

function elementsOf(header: Uint8Array): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at + 2 <= header.length;) {
    const [id = 0, size = 0] = header.subarray(at);
    at += 2 + size;
    if (at > header.length) break;
    elements.push({ id, data: header.subarray(at - size, at) });
  }
  return elements;
}

/** The element with one octet of reference, or with two. */
function partOf(elements: readonly Element[]): PartOf | undefined {
  for (const { id, data } of elements) {
    const [a = 0, b = 0, c = 0, d = 0] = data;
    const part = id === ELEMENT.part && data.length === 3
      ? { reference: a, total: b, sequence: c }
      : id === ELEMENT.partOfMany && data.length === 4
      ? { reference: a << 8 | b, total: c, sequence: d }
      : undefined;
    if (part && part.sequence >= 1 && part.sequence <= part.total) {
      return part.total > 1 ? part : undefined;
    }
  }
  return undefined;
}

/** Of several the last one counts. */
function tablesOf(elements: readonly Element[]): ShiftTables {
  const numberIn = (wanted: number) =>
    elements.findLast(({ id, data }) => id === wanted && data.length === 1)
      ?.data[0] ?? 0;
  return {
    single: numberIn(ELEMENT.singleShift),
    locking: numberIn(ELEMENT.lockingShift),
  };
}

/** Text of UTF-16 units, high octet first; an odd octet at the end is dropped. */
export function readUcs2(octets: Uint8Array): string {
  let text = "";
  for (let at = 0; at + 1 < octets.length; at += 2) {
    text += String.fromCharCode((octets[at] ?? 0) << 8 | (octets[at + 1] ?? 0));
  }
  return text;
}

/** User data ready for a PDU. */
export interface EncodedUserData {
  readonly alphabet: "gsm" | "ucs2";
  /** Text without header; behind a header it begins at a septet's edge. */
  readonly octets: Uint8Array;
  /** Septets for `gsm`, octets for `ucs2`; header included. */
  readonly length: number;
  readonly part?: PartOf;
}

/** Octets of the header that `writeUserData` counts with: length, 00, 03, reference, total, sequence. */
const HEADER = 6;
/** What one message, and one part of several, can carry. */
const ROOM = {
  gsm: { alone: 160, part: 153 },
  ucs2: { alone: 70, part: 67 },
} as const;
const MOST_PARTS = 255;

/**
 * Cuts a text into as many messages as it needs: the 7-bit alphabet if it has all characters,
 * UCS-2 else. Neither an escape sequence nor a surrogate pair is torn.
 * @throws Error when even 255 parts are too few
 */
export function writeUserData(
  text: string,
  reference: number,
): EncodedUserData[] {
  const alphabet = encodeGsm(text) ? "gsm" : "ucs2";
  const size = (char: string) =>
    alphabet === "gsm" ? septetsOf(char)?.length ?? 0 : char.length;
  const total = [...text].reduce((sum, char) => sum + size(char), 0);
  if (total <= ROOM[alphabet].alone) return [encodePart(text, alphabet)];
  const parts = cut(text, ROOM[alphabet].part, size);
  if (parts.length > MOST_PARTS) {
    throw new Error(
      `the text needs ${parts.length} messages, at most ${MOST_PARTS} can be joined; shorten it`,
    );
  }
  return parts.map((each, at) =>
    encodePart(each, alphabet, {
      reference: reference & 0xff,
      total: parts.length,
      sequence: at + 1,
    })
  );
}

function cut(
  text: string,
  room: number,
  size: (char: string) => number,
): string[] {
  const parts: string[] = [];
  let part = "", used = 0;
  for (const char of text) {
    if (used + size(char) > room) {
      parts.push(part);
      part = "", used = 0;
    }
    part += char, used += size(char);
  }
  parts.push(part);
  return parts;
}

function encodePart(
  text: string,
  alphabet: "gsm" | "ucs2",
  part?: PartOf,
): EncodedUserData {
  const header = part ? HEADER : 0;
  if (alphabet === "ucs2") {
    const octets = Uint8Array.from(
      { length: text.length * 2 },
      (_, at) => text.charCodeAt(at >> 1) >> (at & 1 ? 0 : 8) & 0xff,
    );
    const length = header + octets.length;
    return { alphabet, octets, length, ...part && { part } };
  }
  const septets = encodeGsm(text) ?? [];
  const headerSeptets = Math.ceil(header * 8 / 7);
  return {
    alphabet,
    octets: packSeptets(septets, headerSeptets * 7 - header * 8),
    length: headerSeptets + septets.length,
    ...part && { part },
  };
}
