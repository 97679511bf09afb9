/** What a round of the dyno reads of the motor controller (twizy-later.md, section 23). */
import { type Sdo, SdoError } from "ovms-edge";

/** One object: where it is, and its value of a raw one. */
export interface Reading {
  readonly index: number;
  readonly sub: number;
  /** Unsigned, where the others are signed numbers of 16 bits. */
  readonly unsigned?: true;
  /** Raw steps of a unit. */
  readonly per?: number;
}

/** In the order in which they are read; the last completes a round. */
export const READINGS = {
  /** Motor, A. */
  current: { index: 0x4600, sub: 0x0c },
  /** Motor, V. */
  voltage: { index: 0x4600, sub: 0x0d, per: 16 },
  /** %. */
  modulation: { index: 0x4600, sub: 0x0b, unsigned: true, per: 2.55 },
  /** rad/s. */
  slip: { index: 0x4600, sub: 0x01, per: 256 },
  /** rad/s. */
  frequency: { index: 0x4600, sub: 0x0f, per: 16 },
  /** Nm. */
  torqueDemand: { index: 0x4602, sub: 0x0b, per: 16 },
  torque: { index: 0x4602, sub: 0x0c, per: 16 },
  torqueLimit: { index: 0x4602, sub: 0x0e, per: 16 },
  /** V. */
  batteryVoltage: { index: 0x4602, sub: 0x11, per: 16 },
  capacitorVoltage: { index: 0x4602, sub: 0x12, per: 16 },
} as const satisfies Record<string, Reading>;

/** Names of the readings, in their order. */
export const names = [
  "current",
  "voltage",
  "modulation",
  "slip",
  "frequency",
  "torqueDemand",
  "torque",
  "torqueLimit",
  "batteryVoltage",
  "capacitorVoltage",
] as const satisfies readonly (keyof typeof READINGS)[];
/** One of them. */
export type Name = typeof names[number];
/** Values of a whole round. */
export type Round = Readonly<Record<Name, number>>;

/**
 * Reads a number of a known size, unsigned.
 * @param bytes that the object has
 * @throws SdoError also where the controller says that it has another size: then it is another value
 */
export async function readNumber(
  sdo: Sdo,
  index: number,
  sub: number,
  bytes: number,
): Promise<number> {
  const { value, size } = await sdo.read(index, sub, undefined, bytes);
  if (size === bytes) return value;
  const why = `has ${size} bytes, not ${bytes}`;
  throw new SdoError("protocol", index, sub, undefined, why);
}

/** A value of the unsigned number that was read. */
export function valueOf(
  { unsigned, per = 1 }: Reading,
  raw: number,
): number {
  const bits = raw & 0xffff;
  const number = unsigned || bits < 0x8000 ? bits : bits - 0x10000;
  return number / per;
}
