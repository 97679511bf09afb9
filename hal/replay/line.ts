import {
  hexByte,
  hexDigit,
  isBlank,
  readSeconds,
  type ReadTime,
  skipBlanks,
  skipWord,
} from "./text.ts";
import type { LogEntry } from "./log_entry.ts";

/** A line of a recording, read word by word from its left end. */
export class Line {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  to = 0;
  /** Digits of the number that was read last. */
  digits = 0;
  readonly #time: ReadTime = { ms: 0, end: 0 };

  /** Takes the line `bytes[from..to[`. */
  take(bytes: Uint8Array, from: number, to: number): void {
    // The lines of a piece are in the same bytes, and to keep an object takes longer than to compare it
    if (this.bytes !== bytes) this.bytes = bytes;
    this.at = skipBlanks(bytes, from, to);
    this.to = to;
  }

  get atEnd(): boolean {
    return this.at >= this.to;
  }

  /** The next character's code; 0 at the end. */
  get next(): number {
    return this.at < this.to ? this.bytes[this.at] as number : 0;
  }

  /** Passes one character if it is the next. */
  pass(code: number): boolean {
    if (this.next !== code) return false;
    this.at++;
    return true;
  }

  blanks(): void {
    this.at = skipBlanks(this.bytes, this.at, this.to);
  }

  /** Whether a word ends here. */
  get wordEnds(): boolean {
    return this.at >= this.to || isBlank(this.bytes, this.at, this.to);
  }

  /** Passes the rest of a word and the blanks behind it. */
  skipWord(): void {
    this.at = skipBlanks(
      this.bytes,
      skipWord(this.bytes, this.at, this.to),
      this.to,
    );
  }

  /** The next word as a text, which is passed with the blanks behind it. */
  word(): string {
    const from = this.at, end = skipWord(this.bytes, from, this.to);
    let text = "";
    for (let at = from; at < end; at++) {
      text += String.fromCharCode(this.bytes[at] as number);
    }
    this.at = skipBlanks(this.bytes, end, this.to);
    return text;
  }

  /** Whether the next word is this one, in any case of ASCII letters; passes it and the blanks behind it. */
  is(word: string): boolean {
    const end = this.at + word.length;
    if (end > this.to) return false;
    for (let n = 0; n < word.length; n++) {
      const code = this.bytes[this.at + n] as number;
      const wanted = word.charCodeAt(n);
      if (code !== wanted && (code | 0x20) !== (wanted | 0x20)) return false;
    }
    if (end < this.to && !isBlank(this.bytes, end, this.to)) return false;
    this.at = skipBlanks(this.bytes, end, this.to);
    return true;
  }

  /** A hexadecimal number of at most 8 digits, or -1. */
  hex(): number {
    const { bytes, to } = this, from = this.at;
    let at = from, value = 0;
    for (let digit; (digit = hexDigit(bytes, at, to)) < 16; at++) {
      value = (value << 4 | digit) >>> 0;
    }
    this.at = at;
    this.digits = at - from;
    return this.digits === 0 || this.digits > 8 ? -1 : value;
  }

  /** A decimal number of at most 9 digits, or -1. */
  decimal(): number {
    const { bytes, to } = this, from = this.at;
    let at = from, value = 0;
    for (let digit; (digit = hexDigit(bytes, at, to)) < 10; at++) {
      value = value * 10 + digit;
    }
    this.at = at;
    this.digits = at - from;
    return this.digits === 0 || this.digits > 9 ? -1 : value;
  }

  /** A time in seconds with a fraction, as milliseconds; -1 if there is none. */
  seconds(): number {
    if (!readSeconds(this.bytes, this.at, this.to, this.#time)) return -1;
    this.digits = this.#time.end - this.at;
    this.at = this.#time.end;
    return this.#time.ms;
  }

  /**
   * Hexadecimal bytes of one or two digits, as many as are said, apart by blanks, into the entry.
   * @returns false when there are fewer, or something else
   */
  data(entry: LogEntry, length: number): boolean {
    const { bytes, to } = this;
    const data = entry.resize(length);
    for (let n = 0; n < length; n++) {
      const at = this.at, two = hexByte(bytes, at, to);
      if (two < 256) {
        data[n] = two;
        this.at = at + 2;
      } else {
        const one = hexDigit(bytes, at, to);
        if (one > 15) return false;
        data[n] = one;
        this.at = at + 1;
      }
      if (!this.wordEnds) return false;
      this.blanks();
    }
    return true;
  }
}
