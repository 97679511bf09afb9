import type { CanFrame } from "../mod.ts";
import { Frame, toHex } from "../can_frame.ts";

/** What comes from an SLCAN adapter. */
export interface SlcanEvents {
  /**
   * A data frame; the object is filled again after the call.
   * @param stamp the adapter's time, 0 to 59,999 ms, undefined when it sends none
   */
  frame(frame: CanFrame, stamp: number | undefined): void;
  /** The answer to a command: its text without CR, such as ``, `z` or `F00`; undefined for BEL, a refusal. */
  reply(text: string | undefined): void;
  /**
   * A line that is neither.
   * @param text of the line, cut where it is too long; empty for a broken frame
   */
  garbage(text: string): void;
}

const CR = 0x0d, LF = 0x0a, BEL = 0x07;
const [LOW_T, UP_T, LOW_R, UP_R] = [0x74, 0x54, 0x72, 0x52];
/** A frame has 30 characters at most; firmwares that tell their whole life as version have more. */
const MAX_LINE = 64;
const STAMP_DIGITS = 4;
/** First letters of answers: version, serial number, status, and the acknowledgements of `t` and `T`. */
const REPLIES = new Set([..."VvNFzZ"].map((letter) => letter.charCodeAt(0)));

/** Value of a hexadecimal digit by its character, -1 for all others. */
const DIGIT = Int8Array.from(
  { length: 256 },
  (_, code) =>
    "0123456789abcdef".indexOf(String.fromCharCode(code).toLowerCase()),
);

/** Reads the Lawicel protocol byte by byte; what it keeps is one line. */
export class SlcanParser {
  readonly #line = new Uint8Array(MAX_LINE);
  #length = 0;
  /** The line is too long: the rest up to CR is dropped. */
  #skipping = false;
  readonly #bytes = new Uint8Array(8);
  /** Views of every length, so that no frame costs an allocation. */
  readonly #data = Array.from(
    { length: 9 },
    (_, length) => this.#bytes.subarray(0, length),
  );
  readonly #frame = new Frame(0, this.#bytes);

  constructor(private readonly events: SlcanEvents) {}

  /** Takes what arrived, in pieces of any size. */
  push(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte === CR) this.#end();
      else if (byte === BEL) this.#refused();
      else if (byte === LF) continue;
      else if (this.#length < MAX_LINE) this.#line[this.#length++] = byte;
      else this.#skipping = true;
    }
  }

  /** Forgets a line that has begun. */
  reset(): void {
    this.#length = 0;
    this.#skipping = false;
  }

  #refused(): void {
    if (this.#length > 0) this.events.garbage("");
    this.reset();
    this.events.reply(undefined);
  }

  #end(): void {
    const length = this.#length, skipping = this.#skipping;
    this.reset();
    if (skipping || !this.#take(length)) {
      this.events.garbage(this.#text(length));
    }
  }

  /** Hands one line over; false if it cannot be read. */
  #take(length: number): boolean {
    const letter = this.#line[0];
    if (length === 0) this.events.reply("");
    else if (letter === LOW_T) return this.#takeFrame(3, length, false);
    else if (letter === UP_T) return this.#takeFrame(8, length, true);
    // A remote frame carries nothing.
    else if (letter === LOW_R || letter === UP_R) return true;
    else if (letter === undefined || !REPLIES.has(letter)) return false;
    else {
      this.events.reply(this.#text(length));
    }
    return true;
  }

  #text(length: number): string {
    const broken = this.#line[0] === LOW_T || this.#line[0] === UP_T;
    return broken ? "" : String.fromCharCode(...this.#line.subarray(0, length));
  }

  #takeFrame(idDigits: number, length: number, extended: boolean): boolean {
    const dlcAt = 1 + idDigits;
    const id = this.#hex(1, dlcAt), code = this.#hex(dlcAt, dlcAt + 1);
    // Length codes above 8 are allowed on the bus, and mean 8 bytes.
    const dlc = Math.min(code, 8), data = this.#data[dlc];
    if (id < 0 || id > (extended ? 0x1fffffff : 0x7ff) || !data) return false;
    const dataAt = dlcAt + 1, dataEnd = dataAt + 2 * dlc;
    const stamped = length === dataEnd + STAMP_DIGITS;
    if (length !== dataEnd && !stamped) return false;
    for (let at = 0; at < dlc; at++) {
      const byte = this.#hex(dataAt + 2 * at, dataAt + 2 * at + 2);
      if (byte < 0) return false;
      this.#bytes[at] = byte;
    }
    const stamp = stamped ? this.#hex(dataEnd, length) : undefined;
    if (stamp !== undefined && stamp < 0) return false;
    this.#frame.id = id;
    this.#frame.data = data;
    this.#frame.extended = extended;
    this.events.frame(this.#frame, stamp);
    return true;
  }

  /** Value of the digits of a range, -1 if one is none. The line's unused end is old, so callers check lengths. */
  #hex(from: number, to: number): number {
    let value = 0;
    for (let at = from; at < to; at++) {
      const digit = DIGIT[this.#line[at] as number] as number;
      if (digit < 0) return -1;
      value = value * 16 + digit;
    }
    return value;
  }
}

/** The command that sends a frame, without its CR. */
export function transmitCommand(id: number, data: Uint8Array): string {
  const hex = (value: number, digits: number) =>
    value.toString(16).toUpperCase().padStart(digits, "0");
  const head = id > 0x7ff ? `T${hex(id, 8)}` : `t${hex(id, 3)}`;
  return `${head}${data.length}${toHex(data)}`;
}

/** Command letters of the bit rates that an adapter knows, bit/s. */
export const BIT_RATES: ReadonlyMap<number, string> = new Map([
  [10_000, "S0"],
  [20_000, "S1"],
  [50_000, "S2"],
  [100_000, "S3"],
  [125_000, "S4"],
  [250_000, "S5"],
  [500_000, "S6"],
  [800_000, "S7"],
  [1_000_000, "S8"],
]);

/** What the status flags of the answer to `F` mean to us. */
export interface SlcanStatus {
  /** Frames were lost: bit 0 (receive queue full) or bit 3 (data overrun). */
  readonly overrun: boolean;
  /** Bit 2 (error warning), 5 (error passive) or 7 (bus error). */
  readonly error: boolean;
  /** Bit 7: the controller had an error on the bus, or has left it. */
  readonly busError: boolean;
  /** A sentence for what lasts, or undefined. */
  readonly trouble: string | undefined;
}

const OVERRUN = 0x09, ERROR = 0xa4, PASSIVE = 0x20, BUS_ERROR = 0x80;

/** Reads the answer to `F`, such as `F08`; undefined if it is none. */
export function statusOf(reply: string): SlcanStatus | undefined {
  if (!/^F[0-9a-f]{2}$/i.test(reply)) return undefined;
  const flags = parseInt(reply.slice(1), 16);
  return {
    overrun: (flags & OVERRUN) !== 0,
    error: (flags & ERROR) !== 0,
    busError: (flags & BUS_ERROR) !== 0,
    trouble: (flags & PASSIVE) !== 0
      ? "the bus disturbs the adapter (error passive): check bit rate, wiring and termination"
      : undefined,
  };
}
