import type { CanFrame } from "./mod.ts";

/** One CAN frame with readers for its bytes, as every driver and test makes it. */
export class Frame implements CanFrame {
  /** Identifier, 11 or 29 bits. */
  id = 0;
  /** 0 to 8 bytes; the length is the DLC. */
  data: Uint8Array;
  /** True for a 29-bit identifier. */
  extended = false;
  /** Number of the bus, from 1. */
  bus = 1;

  /** A frame may be kept and filled again by its driver; receivers must not keep it. */
  constructor(id: number, data: Uint8Array, extended = false, bus = 1) {
    this.id = id;
    this.data = data;
    this.extended = extended;
    this.bus = bus;
  }

  u8(at: number): number {
    return this.data[at] as number;
  }

  u16(at: number): number {
    const { data } = this;
    return (data[at] as number) << 8 | data[at + 1] as number;
  }

  u32(at: number): number {
    return (this.u16(at) << 16 | this.u16(at + 2)) >>> 0;
  }

  u12(k: number): number {
    const bits = this.u16((k * 3) >> 1);
    return k & 1 ? bits & 0xfff : bits >> 4;
  }

  bit(at: number, bit: number): boolean {
    return ((this.data[at] as number) >> bit & 1) === 1;
  }
}

/** @throws RangeError when no classic CAN frame can carry it; every driver asks before it sends */
export function checkSendable(id: number, data: Uint8Array): void {
  if (!Number.isInteger(id) || id < 0 || id > 0x1fff_ffff) {
    throw new RangeError(
      `${id} is not a CAN identifier: expected 0 to 0x1FFFFFFF`,
    );
  }
  if (data.length > 8) {
    throw new RangeError(
      `a CAN frame carries at most 8 bytes, not ${data.length}`,
    );
  }
}

/**
 * Bytes from hexadecimal digits; blanks are ignored.
 * @throws SyntaxError on an odd number of digits or another character
 */
export function fromHex(hex: string): Uint8Array {
  const digits = hex.replaceAll(/\s/g, "");
  if (digits.length % 2 !== 0 || /[^0-9a-f]/i.test(digits)) {
    throw new SyntaxError(
      `"${hex}" is not a row of bytes: expected pairs of hexadecimal digits`,
    );
  }
  return Uint8Array.from(
    digits.match(/../g) ?? [],
    (pair) => parseInt(pair, 16),
  );
}

/** Upper case hexadecimal digits of some bytes. */
export function toHex(data: Uint8Array): string {
  let text = "";
  for (const byte of data) text += byte.toString(16).padStart(2, "0");
  return text.toUpperCase();
}
