/** Control units that answer diagnostic requests (twizy-later.md, section 22). */
import { type DiagAddress, type DiagRequest, kwp, service } from "ovms-edge";

/** By name. */
export const units = {
  /** Display, UCH. */
  cluster: { to: 0x743, from: 0x763 },
  bms: { to: 0x79b, from: 0x7bb },
  charger: { to: 0x792, from: 0x793 },
} as const satisfies Record<string, DiagAddress>;

/** All units hear it. */
export const ALL = 0x7df;
/** Identifiers that control units of this car, and any by ISO 15765-4, answer with. */
export const ANSWERS = [0x700, 0x7ff] as const;
/** Identifiers that units are asked with; below are the car's own, and the motor controller's of CANopen. */
export const ASKED = [0x710, 0x7ff] as const;
/** Units that are told to go on with a long answer; those from 0x7E8 on are the standard's. */
export const asked: readonly DiagAddress[] = [
  ...Object.values(units),
  ...Array.from({ length: 8 }, (_, n) => ({ to: 0x7e0 + n, from: 0x7e8 + n })),
];

/** They take their time, ms. */
export const WITHIN = 3000;
const slowly = (request: DiagRequest): DiagRequest => ({
  ...request,
  within: WITHIN,
});

/** Requests to the cluster. */
export const requests = {
  session: slowly(service(0x10, 0xc0)),
  vin: slowly(kwp(0x81)),
  codes: slowly(kwp(0x13)),
  // Only as long as it is known that the car stands
  clear: slowly({
    request: [0x14, 0xff, 0xff, 0xff],
    answer: [0x54],
    waits: 1000,
  }),
} as const satisfies Record<string, DiagRequest>;

/** A session, and those in which a unit goes on with its work: others are for programming it. */
export const SESSION = 0x10;
export const SESSIONS: readonly number[] = [0x01, 0x03, 0x81, 0xc0];

/**
 * Services that only read: OBD modes, session, trouble codes, identification, data by local and common
 * identifier, memory, tester present.
 */
export const READING: readonly number[] = [
  0x01,
  0x02,
  0x03,
  0x07,
  0x09,
  0x0a,
  0x10,
  0x13,
  0x17,
  0x18,
  0x19,
  0x1a,
  0x21,
  0x22,
  0x23,
  0x3e,
];
