import type { SimTwizy } from "../../../../plugins/twizy/sim/mod.ts";

/** A frame as it was seen on the simulated bus. */
export interface Seen {
  /** ms since the start of the recording. */
  readonly at: number;
  readonly id: number;
  /** Bytes as hexadecimal digits with blanks. */
  readonly hex: string;
  readonly data: Uint8Array;
}

/** Bytes from hexadecimal digits. */
export function bytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.split(" "), (byte) => parseInt(byte, 16));
}

/** Hexadecimal digits of bytes, with blanks. */
export function hex(data: Uint8Array): string {
  return Array.from(data, (b) => b.toString(16).padStart(2, "0"))
    .join(" ").toUpperCase();
}

/** Lets time pass and keeps the frames, all or those of some identifiers. */
export function record(
  car: SimTwizy,
  ms: number,
  ...ids: readonly number[]
): Seen[] {
  const seen: Seen[] = [];
  car.step(ms, (id, data, at) => {
    if (ids.length > 0 && !ids.includes(id)) return;
    seen.push({ at, id, hex: hex(data), data: data.slice() });
  });
  return seen;
}

/** Lets time pass unseen. */
export function wait(car: SimTwizy, ms: number): void {
  car.step(ms, () => {});
}

/** Big-endian 16 bits. */
export function u16(data: Uint8Array, at: number): number {
  return new DataView(data.buffer, data.byteOffset).getUint16(at);
}

/** Big-endian 32 bits. */
export function u32(data: Uint8Array, at: number): number {
  return new DataView(data.buffer, data.byteOffset).getUint32(at);
}

/** Power of a 0x155 in units of 16 W, positive = discharge. */
export function power(data: Uint8Array): number {
  return 2000 - (u16(data, 1) & 0xfff);
}

/** The values in a row without repetitions next to each other. */
export function changes<T>(values: readonly T[]): T[] {
  return values.filter((value, i) => i === 0 || value !== values[i - 1]);
}
