/** Services that read: what is asked, and how the answer begins (ISO 14229, ISO 14230, SAE J1979). */

/** One question to a node. */
export interface DiagRequest {
  /** Service and parameters, 1 to 4095 bytes. */
  readonly request: readonly number[];
  /** How a positive answer begins; what stands behind is handed over. */
  readonly answer: readonly number[];
  /** Bytes behind that which are left out, such as the count of items of OBD-II mode 09; default 0. */
  readonly skip?: number;
  /** Time within which the answer has to begin, ms; default 1000. */
  readonly within?: number;
  /**
   * Longest wait for its turn, ms, after which it is not sent: for what is asked only while the car is as the
   * plugin has just seen it. Default: until those before have been answered.
   */
  readonly waits?: number;
}

/** What a positive answer adds to the number of the service. */
const POSITIVE = 0x40;

function byte(value: number, what: string): number {
  if (Number.isInteger(value) && value >= 0 && value <= 0xff) return value;
  throw new RangeError(`${what} is a byte, 0 to 0xFF, not ${value}`);
}

/**
 * Reads a data identifier (UDS, service 0x22).
 *
 * ```ts
 * import { uds } from "ovms-edge";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(uds(0x1205), { request: [0x22, 0x12, 0x05], answer: [0x62, 0x12, 0x05] });
 * ```
 * @param identifier 0 to 0xFFFF
 */
export function uds(identifier: number): DiagRequest {
  const high = byte(identifier >> 8, "the high byte of a data identifier");
  return service(0x22, high, identifier & 0xff);
}

/**
 * Reads a group of values by its local identifier (KWP2000, service 0x21).
 * @param group 0 to 0xFF
 */
export function kwp(group: number): DiagRequest {
  return service(0x21, byte(group, "a local identifier"));
}

/** Modes of OBD-II without a parameter: stored, pending and permanent trouble codes. */
const BARE = [0x03, 0x07, 0x0a];
/** Mode 09: the answers that list the supported parameters have no count of items. */
const isList = (pid: number) => pid % 0x20 === 0;

/**
 * Reads a value of OBD-II (SAE J1979): mode 01 present values, 09 information about the car; 03, 07
 * and 0x0A stored, pending and permanent trouble codes.
 *
 * ```ts
 * import { obd } from "ovms-edge";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(obd(1, 0x0c).answer, [0x41, 0x0c]);
 * deepEqual(obd(9, 2), { request: [9, 2], answer: [0x49, 2], skip: 1 });
 * ```
 * @param mode 1 to 0x0A
 * @param pid 0 to 0xFF; none for the modes 03, 07 and 0x0A
 */
export function obd(mode: number, pid?: number): DiagRequest {
  if (BARE.includes(mode)) return service(mode);
  const of = byte(pid ?? NaN, "the parameter of an OBD-II mode");
  const plain = service(byte(mode, "an OBD-II mode"), of);
  return mode === 9 && !isList(of) ? { ...plain, skip: 1 } : plain;
}

/** Any service whose positive answer repeats the parameters. */
export function service(
  number: number,
  ...parameters: readonly number[]
): DiagRequest {
  return {
    request: [number, ...parameters],
    answer: [number + POSITIVE, ...parameters],
  };
}

/** Reads the trouble codes whose status has one of the bits of `mask` (UDS, service 0x19 02). */
export function troubleCodes(mask: number): DiagRequest {
  return {
    request: [0x19, 0x02, byte(mask, "a mask of status bits")],
    answer: [0x59, 0x02],
    // What the node supports of the mask
    skip: 1,
  };
}
