/** The controller and its objects: facts of the SEVCON Gen4 in the Twizy, after twizy-cfg.md. */
import { objectName } from "ovms-edge";

/** An object of the controller's dictionary: index and subindex in hexadecimal, such as `2920.05`. */
export type ObjectId = `${string}.${string}`;

/** The controller on the bus. */
export const controller = {
  /** CANopen node number. */
  node: 1,
  /** What 5000.02 takes, and the access level that it gives. */
  password: 0x4bdf,
  level: 4,
  /** Values of 5110.00. */
  state: { operational: 5, preOperational: 127 },
  /** The only controller that the macros are made for: the Twizy 80's. */
  type: 0x0712302d,
  otherType: "Not an 80 km/h Twizy",
  /** What is said of other controllers that are known. */
  others: {
    0x0712301b:
      "It is the controller of a 45 km/h Twizy, which macros would break for good",
  } as Readonly<Record<number, string>>,
  /** Greatest rpm backwards by type: a Twizy 45 has another gearbox. */
  reverse: { 0x0712301b: 1307 } as Readonly<Record<number, number>>,
  /** Software (100a.00) from which on it takes no changes: `0712.0003`. */
  lockedFrom: { family: "0712", release: 3 },
  /** Between a change of state and its check, ms. */
  stateRest: 10,
  /** After the map was committed, ms. */
  commitRest: 50,
} as const;

/** The objects that commands use, by what they mean. Torques in 1/16 Nm, speeds in rpm. */
export const od = {
  /** 1 asks for pre-operational state, 0 for operational. */
  preOpRequest: "2800.00",
  controllerType: "1018.02",
  accessLevel: "5000.01",
  password: "5000.02",
  userId: "5000.03",
  state: "5110.00",
  errorNumber: "5310.00",
  /** A text, such as `0712.0002`. */
  software: "100a.00",

  /** rpm of the motor. */
  velocity: "606c.00",

  smoothShape: "290a.01",
  smoothDelta: "290a.03",
  /** Bit 13: brake light while braking in neutral. */
  pedalFlags: "2910.01",
  startRamp: "291c.02",
  driveLevel: "2920.01",
  neutralRecup: "2920.03",
  brakeRecup: "2920.04",
  maxForward: "2920.05",
  maxReverse: "2920.06",
  accelRamp: "2920.07",
  rampLimitAccel: "2920.0f",
  rampLimitDecel: "2920.10",
  decelRamp: "2920.0b",
  neutralRamp: "2920.0d",
  brakeRamp: "2920.0e",

  brakeLightOff: "3813.05",
  brakeLightOn: "3813.06",
  neutralBrakingStart: "3813.33",
  warningOn: "3813.34",
  neutralBrakingEnd: "3813.35",
  driveBrakedown: "3813.3b",
  warningOff: "3813.3c",
  /** Greatest speed in neutral, and where a severe fault comes. */
  maxNeutral: "3813.2d",
  overspeed: "4624.00",

  /** Rated torque, mNm; current limit, mA; greatest stator current, A; motor power, 1/256 kW. */
  ratedTorque: "2916.01",
  currentLimit: "6075.00",
  statorCurrent: "4641.02",
  motorPower: "3813.23",

  /** Peak torque, mNm. */
  peakTorque: "6076.00",
  mapTorque1: "4611.01",
  mapTorque2: "4611.03",
  mapTorque3: "4611.05",
  mapTorque4: "4611.07",
  mapTorque5: "4611.09",
  mapTorque6: "4611.0b",
  mapTorque7: "4611.0d",
  mapTorque8: "4611.0f",
  mapSpeed1: "4611.02",
  mapSpeed2: "4611.04",
  mapSpeed3: "4611.06",
  mapSpeed4: "4611.08",
  mapSpeed5: "4611.0a",
  mapSpeed6: "4611.0c",
  mapSpeed7: "4611.0e",
  mapSpeed8: "4611.10",
  mapEndTorque: "4611.11",
  mapEndSpeed: "4611.12",
  /** Write-only: takes the torque/speed map over. */
  mapCommit: "4641.01",
} as const satisfies Record<string, ObjectId>;

/** The points of the torque map: torque, 1/16 Nm, and speed, rpm. */
export const mapPoints: readonly (readonly [
  torque: ObjectId,
  speed: ObjectId,
])[] = [
  [od.mapTorque1, od.mapSpeed1],
  [od.mapTorque2, od.mapSpeed2],
  [od.mapTorque3, od.mapSpeed3],
  [od.mapTorque4, od.mapSpeed4],
  [od.mapTorque5, od.mapSpeed5],
  [od.mapTorque6, od.mapSpeed6],
  [od.mapTorque7, od.mapSpeed7],
  [od.mapTorque8, od.mapSpeed8],
  [od.mapEndTorque, od.mapEndSpeed],
];

/** A 1 clears a log: of faults, of the system, of counters, of extremes (twizy-later.md, section 21). */
export const logResets: readonly ObjectId[] = [
  "4110.01",
  "4100.01",
  "4200.01",
  "4300.01",
];

/** What has no old value, or none that is worth keeping: state, login, what clears logs. */
const UNSAVED: readonly ObjectId[] = [
  od.preOpRequest,
  od.password,
  od.userId,
  ...logResets,
];

/** Bytes of objects, by name, or by index for those that are all alike (twizy-cfg.md, section 9). */
const SIZES: Readonly<Record<string, number>> = {
  "1018.02": 4,
  "2800.00": 1,
  "290a": 2,
  "290a.01": 1,
  "290a.02": 1,
  "2910.01": 2,
  "2916.01": 4,
  "291c": 2,
  "2920": 2,
  "2870": 2,
  "2870.01": 1,
  "3813": 2,
  "3813.01": 1,
  "4610": 2,
  "4611": 2,
  "4623": 2,
  "4624.00": 2,
  "4640.02": 2,
  "4641": 2,
  "4641.01": 1,
  "5000": 2,
  "5000.01": 1,
  "5110.00": 1,
  "5310.00": 2,
  "6075.00": 4,
  "6076.00": 4,
};

/** Bytes of an object, where they are known: what counts of an answer that leaves it open. */
export function sizeOf(object: ObjectId): number | undefined {
  const [index = "", sub] = object.split("."), alike = SIZES[index];
  // In front of those that are all alike is their number
  return SIZES[object] ?? (alike && sub === "00" ? 1 : alike);
}

/** Whether an object's old value is kept before it is written. */
export function isSaved(object: ObjectId): boolean {
  return object !== od.mapCommit && !UNSAVED.includes(object);
}

/** Indexes whose objects are taken in pre-operational state only, as far as known. */
const PRE_OP = ["3813", "4610", "4611", "4641"];

/** Whether an object is taken in pre-operational state only, as far as known. */
export function needsPreOp(object: ObjectId): boolean {
  return object === od.pedalFlags || object === od.peakTorque ||
    PRE_OP.includes(object.slice(0, 4));
}

/** Whether an object is a point of the torque/speed map, which has to be committed. */
export function isInMap(object: ObjectId): boolean {
  return object.startsWith("4611.");
}

/** Index and subindex as numbers. */
export function place(object: ObjectId): readonly [index: number, sub: number] {
  const [index = "", sub = ""] = object.split(".");
  return [parseInt(index, 16), parseInt(sub, 16)];
}

/** So many hexadecimal digits in upper case. */
export function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}

/** The object with this index and subindex. */
export function objectAt(index: number, sub: number): ObjectId {
  const [i = "", s = ""] = objectName(index, sub).split(".");
  return `${i}.${s}`;
}
