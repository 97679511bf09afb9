/**
 * Numbers read from the bytes of a line, without strings in between: the readers are meant for
 * recordings of many hours.
 * @module
 */

/** Value of an ASCII hexadecimal digit, 255 for every other byte. */
const HEX = new Uint8Array(256).fill(255);
for (let digit = 0; digit < 16; digit++) {
  const text = digit.toString(16);
  HEX[text.charCodeAt(0)] = digit;
  HEX[text.toUpperCase().charCodeAt(0)] = digit;
}

const SPACE = 0x20, TAB = 0x09, DOT = 0x2e;

/** Value of the hexadecimal digit at `at`, 255 if it is none or the line ends before. */
export function hexDigit(bytes: Uint8Array, at: number, to: number): number {
  return at < to ? HEX[bytes[at] as number] as number : 255;
}

/** Value of the two hexadecimal digits at `at`, above 255 if they are none. */
export function hexByte(bytes: Uint8Array, at: number, to: number): number {
  const high = hexDigit(bytes, at, to), low = hexDigit(bytes, at + 1, to);
  return high > 15 || low > 15 ? 256 : high << 4 | low;
}

/** True for a blank or tabulator at `at`. */
export function isBlank(bytes: Uint8Array, at: number, to: number): boolean {
  return at < to && (bytes[at] === SPACE || bytes[at] === TAB);
}

/** First position from `at` on that holds no blank. */
export function skipBlanks(bytes: Uint8Array, at: number, to: number): number {
  while (isBlank(bytes, at, to)) at++;
  return at;
}

/** First position from `at` on that holds a blank, or the line's end. */
export function skipWord(bytes: Uint8Array, at: number, to: number): number {
  while (at < to && !isBlank(bytes, at, to)) at++;
  return at;
}

/** What {@linkcode readSeconds} found; reused, because a time is read for every line. */
export interface ReadTime {
  /** Milliseconds. */
  ms: number;
  /** Position behind the number. */
  end: number;
}

/** More digits of a fraction than these (nanoseconds) carry nothing. */
const MAX_FRACTION = 9;
const POWERS = Float64Array.from(
  { length: MAX_FRACTION + 1 },
  (_, n) => 10 ** n,
);

/** Reads `seconds[.fraction]` at `at`; false if there are no digits or more than 12 before the point. */
export function readSeconds(
  bytes: Uint8Array,
  at: number,
  to: number,
  into: ReadTime,
): boolean {
  const start = at;
  let seconds = 0;
  for (let digit; (digit = hexDigit(bytes, at, to)) < 10; at++) {
    seconds = seconds * 10 + digit;
  }
  if (at === start || at - start > 12) return false;
  let fraction = 0, places = 0;
  if (at < to && bytes[at] === DOT) {
    for (let digit; (digit = hexDigit(bytes, ++at, to)) < 10;) {
      if (places === MAX_FRACTION) continue;
      fraction = fraction * 10 + digit;
      places++;
    }
  }
  into.ms = seconds * 1000 + fraction * 1000 / (POWERS[places] as number);
  into.end = at;
  return true;
}
