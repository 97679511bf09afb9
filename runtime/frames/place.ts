/** Where a value stands in a frame, worked out once: the notation of fields as bytes and bits. */

import type { Field } from "../contract/frames.ts";

/** A field's bytes and bits. */
export interface Place {
  /** Numbers of its bytes, the one with the highest bits first. */
  readonly bytes: readonly number[];
  /** Bits of the last of them that do not belong to it. */
  readonly shift: number;
  /** 1 to 64. */
  readonly bits: number;
  readonly kind: "unsigned" | "signed" | "float";
  /** Bytes that a frame must have. */
  readonly needs: number;
}

const HALVES = /^B([0-7])(?:\.([0-7])|(l?):B([0-7])(h?))?$/;
const BITS = /^B([0-7])(?:\.([0-7]))? ([us])([1-9]\d?)( le)?$/;
const FLOAT = /^B([0-7]) f(32|64)( le)?$/;

/**
 * Reads the notation of a field.
 * @throws SyntaxError when it names no field of a frame
 */
export function place(at: string): Place {
  const found = halves(at) ?? bits(at) ?? float(at);
  if (found && found.bytes.every((byte) => byte >= 0 && byte < 8)) return found;
  throw new SyntaxError(
    `"${at}" is no field of a frame: expected a form like B5, B1.4, B4:B5, B1l:B2 or B0.7 s11`,
  );
}

/** Whether a text names a field of a frame. */
export function isField(at: string): at is Field {
  try {
    place(at);
    return true;
  } catch {
    return false;
  }
}

function halves(at: string): Place | undefined {
  const parts = HALVES.exec(at);
  if (!parts) return undefined;
  const [, from, bit, low, to, high] = parts, first = Number(from);
  if (bit !== undefined) return made([first], Number(bit), 1);
  if (to === undefined) return made([first], 0, 8);
  const last = Number(to), shift = high ? 4 : 0;
  const count = (last - first + 1) * 8 - shift - (low ? 4 : 0);
  if (last <= first || count > 32) return undefined;
  return made(row(first, last), shift, count);
}

function bits(at: string): Place | undefined {
  const parts = BITS.exec(at);
  if (!parts) return undefined;
  const [, byte, bit, sign, count, le] = parts;
  const first = Number(byte), wide = Number(count);
  const kind = sign === "s" ? "signed" : "unsigned";
  if (wide > 64) return undefined;
  return le
    ? intel(first, Number(bit ?? 0), wide, kind)
    : motorola(first, Number(bit ?? 7), wide, kind);
}

/** From the highest bit down, and on with the highest bit of the next byte. */
function motorola(
  first: number,
  bit: number,
  bits: number,
  kind: Place["kind"],
): Place {
  const more = Math.max(0, Math.ceil((bits - bit - 1) / 8));
  return made(row(first, first + more), bit + 1 + more * 8 - bits, bits, kind);
}

/** From the lowest bit up. */
function intel(
  first: number,
  bit: number,
  bits: number,
  kind: Place["kind"],
): Place {
  const count = Math.ceil((bit + bits) / 8);
  return made(row(first, first + count - 1).reverse(), bit, bits, kind);
}

function float(at: string): Place | undefined {
  const parts = FLOAT.exec(at);
  if (!parts) return undefined;
  const first = Number(parts[1]), bits = Number(parts[2]);
  const bytes = row(first, first + bits / 8 - 1);
  return made(parts[3] ? bytes.reverse() : bytes, 0, bits, "float");
}

function row(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, k) => first + k);
}

function made(
  bytes: readonly number[],
  shift: number,
  bits: number,
  kind: Place["kind"] = "unsigned",
): Place {
  return { bytes, shift, bits, kind, needs: Math.max(...bytes) + 1 };
}

/** Raw value of a field that fits into 32 bits, as source text; `d` is the frame's data. */
function narrow({ bytes, shift, bits, kind }: Place): string {
  const all = bytes.map((byte, k) => {
    const left = 8 * (bytes.length - 1 - k);
    return left === 0 ? `d[${byte}]` : `d[${byte}] << ${left}`;
  }).join(" | ");
  if (kind === "signed") {
    return `((${all}) << ${32 - shift - bits} >> ${32 - bits})`;
  }
  if (bits === 32) return `((${all}) >>> 0)`;
  return `((${all}) >>> ${shift} & ${2 ** bits - 1})`;
}

/** The raw value as source text; `wide` is `readWide`, `n` the number of its place. */
export function expression(at: Place, n: number): string {
  return at.kind === "float" || at.bytes.length > 4
    ? `wide(places[${n}], d)`
    : narrow(at);
}

const scratch = new DataView(new ArrayBuffer(8));

/** The raw value of any field: exact up to 53 bits, the nearest number above. */
export function readWide(at: Place, data: Uint8Array): number {
  const { bytes, shift, bits, kind } = at;
  if (kind === "float") {
    bytes.forEach((byte, k) => scratch.setUint8(k, data[byte] ?? 0));
    return bits === 32 ? scratch.getFloat32(0) : scratch.getFloat64(0);
  }
  let all = 0n;
  for (const byte of bytes) all = all << 8n | BigInt(data[byte] ?? 0);
  const raw = all >> BigInt(shift);
  return Number(
    kind === "signed" ? BigInt.asIntN(bits, raw) : BigInt.asUintN(bits, raw),
  );
}

/** Puts a raw value into a field; other bits stay as they are. */
export function writeField(at: Place, data: Uint8Array, raw: number): void {
  const { bytes, shift, bits, kind } = at;
  if (kind === "float") {
    if (bits === 32) scratch.setFloat32(0, raw);
    else scratch.setFloat64(0, raw);
    bytes.forEach((byte, k) => data[byte] = scratch.getUint8(k));
    return;
  }
  let value = BigInt.asUintN(bits, BigInt(raw)) << BigInt(shift);
  let mask = (1n << BigInt(bits)) - 1n << BigInt(shift);
  for (const byte of bytes.toReversed()) {
    const own = Number(mask & 0xffn), old = data[byte] ?? 0;
    data[byte] = old & ~own | Number(value & 0xffn) & own;
    value >>= 8n;
    mask >>= 8n;
  }
}
