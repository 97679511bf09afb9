/** The cluster's store of trouble codes: ten slots of eleven bytes (twizy-later.md, section 22). */
import type { AnswerBytes } from "ovms-edge";

/** Slots, and bytes of each. */
export const SLOTS = 10;
const BYTES = 11;
const NONE = 0xff;

/** A stored trouble code. What its number means only its maker knows. */
export interface Stored {
  /** Number of the control unit that told it, and its number there. */
  readonly ecu: number;
  readonly number: number;
  readonly revision: number;
  readonly memorize: boolean;
  readonly serviceKey: boolean;
  readonly customer: boolean;
  readonly present: boolean;
  /** Lamps. */
  readonly g1: boolean;
  readonly g2: boolean;
  readonly bt: boolean;
  readonly ef: boolean;
  readonly dc: boolean;
  readonly dns: boolean;
  /** 12 V supply, V. */
  readonly volts: number;
  /** km. */
  readonly odometer: number;
  /** Undefined where it is not told. */
  readonly ignitionCycles: number | undefined;
  readonly timeCounter: number;
  /** %. */
  readonly soc: number;
  /** km/h; undefined where it is not told. */
  readonly speed: number | undefined;
}

const told = (value: number) => value === NONE ? undefined : value;

/** The slots of an answer; undefined for those that are empty. @throws ShortAnswer */
export function readSlots(r: AnswerBytes): readonly (Stored | undefined)[] {
  return Array.from({ length: SLOTS }, (_, n) => readSlot(r, n * BYTES));
}

function readSlot(r: AnswerBytes, at: number): Stored | undefined {
  const ecu = r.u8(at), number = r.u8(at + 1), flags = at + 2, more = at + 3;
  const stored: Stored = {
    ecu,
    number,
    revision: r.u8(flags) >> 6,
    memorize: r.bit(flags, 5),
    serviceKey: r.bit(flags, 4),
    customer: r.bit(flags, 3),
    present: r.bit(flags, 2),
    g1: r.bit(flags, 1),
    g2: r.bit(flags, 0),
    bt: r.bit(more, 7),
    ef: r.bit(more, 6),
    dc: r.bit(more, 5),
    dns: r.bit(more, 4),
    volts: (r.u8(more) & 15) + 3,
    odometer: r.u24(at + 4) & 0x3ffff,
    ignitionCycles: told(r.u8(at + 7)),
    timeCounter: r.u8(at + 8),
    soc: r.u8(at + 9),
    speed: told(r.u8(at + 10)),
  };
  return ecu === 0 && number === 0 ? undefined : stored;
}

/** Whether both are the same code of the same occasion. */
export function isSame(a: Stored | undefined, b: Stored | undefined): boolean {
  return a === b ||
    a !== undefined && b !== undefined && a.ecu === b.ecu &&
      a.number === b.number && a.revision === b.revision &&
      a.odometer === b.odometer && a.timeCounter === b.timeCounter;
}
