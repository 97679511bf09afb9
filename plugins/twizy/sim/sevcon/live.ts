/**
 * What the controller tells of its motor and remembers of its faults, for a simulated car without a dump
 * (twizy-later.md, sections 21 and 23).
 */
import type { ObjectDictionary } from "./dictionary.ts";
import type { LogContents } from "./logs.ts";
import { type ObjectSpec, objectSpecs, type Row } from "./object_spec.ts";

const MOTOR: readonly Row[] = [
  ["4600.01", "I16", "ro", 0, "slip, rad/s / 256"],
  ["4600.0b", "I16", "ro", 0, "modulation, % / 2.55"],
  ["4600.0c", "I16", "ro", 0, "motor current, A"],
  ["4600.0d", "I16", "ro", 0, "motor voltage, V / 16"],
  ["4600.0f", "I16", "ro", 0, "output frequency, rad/s / 16"],
  ["4602.0b", "I16", "ro", 0, "torque demand, Nm / 16"],
  ["4602.0c", "I16", "ro", 0, "torque, Nm / 16"],
  ["4602.0e", "I16", "ro", 0, "torque limit, Nm / 16"],
  ["4602.11", "I16", "ro", 0, "battery voltage, V / 16"],
  ["4602.12", "I16", "ro", 0, "capacitor voltage, V / 16"],
  ["606c.00", "I32", "ro", 0, "velocity, rpm"],
];

/** Subindexes of one index, hexadecimal. */
const row = (index: number, subs: readonly number[]): readonly Row[] =>
  subs.map((sub) => [
    `${index.toString(16)}.${sub.toString(16).padStart(2, "0")}`,
    "U16",
    "ro",
    0,
    "log",
  ]);
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => from + n);

const LOGS: readonly Row[] = [
  ["4100.01", "U8", "rw", 0, "clears the system log"],
  ...row(0x4100, [2]),
  ["4101.00", "U16", "rw", 0, "entry of the system log"],
  ...row(0x4102, numbers(1, 6)),
  ["4110.01", "U8", "rw", 0, "clears the fault log"],
  ...row(0x4110, [2]),
  ["4111.00", "U16", "rw", 0, "entry of the fault log"],
  ...row(0x4112, numbers(1, 6)),
  ["4200.01", "U8", "rw", 0, "clears the counters"],
  ...numbers(0x4201, 0x420a).flatMap((index) => row(index, numbers(1, 6))),
  ["4300.01", "U8", "rw", 0, "clears the extremes"],
  ...[0x4300, 0x4301].flatMap((index) => row(index, numbers(2, 13))),
  ["5200.01", "U16", "ro", 1234, "key hours, h"],
  ["5200.02", "U8", "ro", 122, "key hours, steps of 15 s"],
  ["5300.01", "U8", "ro", 0, "active faults"],
  ["5300.02", "U8", "rw", 0, "one of the active faults"],
  ["5300.03", "U16", "ro", 0, "its code"],
  ["5320.00", "U16", "ro", 0, "highest active fault"],
  ["5610.01", "U16", "rw", 0, "fault to be described"],
  ["5610.02", "text", "ro", "", "its description"],
];

/** Objects beside those that macros work with. */
export const LIVE_OBJECTS: readonly ObjectSpec[] = objectSpecs([
  ...MOTOR,
  ...LOGS,
]);

/** What the controller of a car that was driven for a while remembers. */
export const REMEMBERED: LogContents = {
  faults: [[0x45c3, 812, 60, 0, 10, 160], [0x488e, 1101, 200, 1, 0, 0]],
  system: [[0x47c1, 1200, 0, 0, 0, 0]],
  counts: [[0x488e, 3, 17, 1101, 200, 12], [0x45c3, 812, 60, 812, 60, 1]],
  minmax: [{
    "02": 744,
    "03": 931,
    "04": 700,
    "05": 940,
    "07": 380,
    "0b": 7310,
    "0d": 71,
  }],
  descriptions: {
    "45c3": "Low battery cut",
    "488e": "Footbr seat dir",
    "47c1": "Service required",
  },
};

/** What the motor does. */
export interface MotorNow {
  /** rpm. */
  readonly rpm: number;
  /** Electric power, W, negative while it regains. */
  readonly watts: number;
  /** Battery, V. */
  readonly volts: number;
}

/** Nm that the motor has at most, and what it makes of electric power and gives back of it. */
const LIMIT = 70, EFFICIENCY = 0.88;
/** Slowest turning at which power tells the torque, rad/s. */
const SLOW = 20;
/** Pole pairs, V of the motor for a rad/s, and Nm for a rad/s of slip. */
const PAIRS = 2, PER_TURN = 0.05, PER_SLIP = 4;

/** Shows it by the objects; those that the dictionary lacks are left out. */
export function showMotor(
  objects: ObjectDictionary,
  { rpm, watts, volts }: MotorNow,
): void {
  const turns = rpm * Math.PI / 30;
  const useful = watts > 0 ? watts * EFFICIENCY : watts / EFFICIENCY;
  const torque = Math.max(
    -LIMIT,
    Math.min(LIMIT, useful / Math.max(SLOW, turns)),
  );
  const motorVolts = Math.min(volts / Math.SQRT2, 2 + turns * PER_TURN);
  const slip = torque / PER_SLIP;
  const show = (index: number, sub: number, value: number) =>
    objects.set(index, sub, Math.round(value) & 0xffff);
  show(0x4600, 0x01, slip * 256);
  show(0x4600, 0x0b, motorVolts / volts * 255);
  show(0x4600, 0x0c, Math.abs(watts) / motorVolts);
  show(0x4600, 0x0d, motorVolts * 16);
  show(0x4600, 0x0f, (turns * PAIRS + slip) * 16);
  show(0x4602, 0x0b, torque * 16);
  show(0x4602, 0x0c, torque * 16);
  show(0x4602, 0x0e, LIMIT * 16);
  show(0x4602, 0x11, volts * 16);
  show(0x4602, 0x12, volts * 16);
  objects.set(0x606c, 0, Math.round(rpm));
}
