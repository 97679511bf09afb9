/**
 * Values of the controllers as delivered, by their type (twizy-later.md, section 6): two controllers,
 * and each of them behind the other's gearbox.
 */
import { Failure } from "../failure.ts";

/** What depends on the gearbox: speeds, of which each km/h belongs to a number of rpm. */
interface Gearbox {
  /** Greatest speed, km/h and rpm. */
  readonly kph: number;
  readonly rpm: number;
  /** Greatest rpm backwards: whatever is set, it is never more. */
  readonly reverse: number;
  /** Beyond the greatest rpm: braking starts, ends, driving ends. */
  readonly brakingStart: number;
  readonly brakingEnd: number;
  readonly brakeDown: number;
  /** Warning, km/h and rpm, and where it ends, rpm below. */
  readonly warnKph: number;
  readonly warnRpm: number;
  readonly warnOff: number;
  readonly mapRpm: readonly number[];
  /** Speeds of the points of TSMAP at 33, 39, 50 and 66 km/h, rpm. */
  readonly points: readonly number[];
}

/** Torques, powers and currents of a controller with its motor. */
interface Drive {
  /** mNm: of the map, rated, greatest that POWER gives without a current; the map's below 6076.00. */
  readonly torque: number;
  readonly rated: number;
  readonly torqueLimit: number;
  readonly torqueDelta: number;
  /** mA. */
  readonly current: number;
  /** A; with boost, the last limit of all. */
  readonly stator: number;
  readonly boost: number;
  /** W at the map's knee and at its end, and the greatest. */
  readonly powerLow: number;
  readonly powerHigh: number;
  readonly powerLimit: number;
  /** 1/256 kW. */
  readonly motorPower: number;
  /** End of the flux map: two points of torque and current. */
  readonly flux: readonly number[];
  readonly fluxExtended: readonly number[];
  /** Value at per cent. */
  readonly recup: readonly [value: number, percent: number];
  readonly rampAccel: readonly [value: number, percent: number];
  /** Value at per mille. */
  readonly rampStart: readonly [value: number, perMille: number];
  /** Torques of the map, 1/16 Nm. */
  readonly mapTorque: readonly number[];
}

/** A type of controller and gearbox. */
export interface Base extends Gearbox, Drive {
  readonly name: BaseName;
}

const GEARBOX_80: Gearbox = {
  kph: 80,
  rpm: 7250,
  reverse: 900,
  brakingStart: 400,
  brakingEnd: 800,
  brakeDown: 1250,
  warnKph: 89,
  warnRpm: 8050,
  warnOff: 550,
  mapRpm: [0, 2115, 2700, 3000, 3500, 4500, 5500, 6500, 7250],
  points: [3000, 3500, 4500, 6000],
};
const GEARBOX_45: Gearbox = {
  kph: 45,
  rpm: 5814,
  reverse: 1307,
  brakingStart: 686,
  brakingEnd: 1386,
  brakeDown: 2686,
  warnKph: 56,
  warnRpm: 7200,
  warnOff: 900,
  mapRpm: [0, 2050, 2500, 3000, 3500, 4000, 4500, 5000, 6000],
  points: [4357, 5083, 6535, 8714],
};
const DRIVE_80: Drive = {
  torque: 55000,
  rated: 57000,
  torqueLimit: 70125,
  torqueDelta: 0,
  current: 450000,
  stator: 450,
  boost: 540,
  powerLow: 12182,
  powerHigh: 13000,
  powerLimit: 17000,
  motorPower: 4608,
  flux: [964, 9728, 1122, 9984],
  fluxExtended: [1122, 10089, 2240, 11901],
  recup: [182, 18],
  rampAccel: [2500, 25],
  rampStart: [400, 40],
  mapTorque: [880, 880, 659, 608, 516, 421, 360, 307, 273],
};
const DRIVE_45: Drive = {
  torque: 32500,
  rated: 33000,
  torqueLimit: 36000,
  torqueDelta: 500,
  current: 270000,
  stator: 290,
  boost: 330,
  powerLow: 7050,
  powerHigh: 7650,
  powerLimit: 10000,
  motorPower: 2688,
  flux: [480, 8192, 576, 8960],
  fluxExtended: [656, 9600, 1328, 11901],
  recup: [209, 21],
  rampAccel: [2083, 21],
  rampStart: [300, 30],
  mapTorque: [520, 520, 437, 363, 314, 279, 247, 226, 195],
};

/** 1018.02 of the controllers: Twizy 80 with 450 A, Twizy 45 with 275 A. */
const CONTROLLER_80 = 0x0712302d;
export const CONTROLLER_45 = 0x0712301b;

/** The types, by the names that v3 has for them. */
export const BASES = {
  SC80GB80: { name: "Twizy80", ...GEARBOX_80, ...DRIVE_80 },
  SC45GB45: { name: "Twizy45", ...GEARBOX_45, ...DRIVE_45 },
  SC80GB45: { name: "SC80GB45", ...GEARBOX_45, ...DRIVE_80 },
  // The map is its motor's, which the slower gearbox does not change
  SC45GB80: {
    name: "SC45GB80",
    ...GEARBOX_80,
    ...DRIVE_45,
    mapRpm: GEARBOX_45.mapRpm,
  },
} as const satisfies Record<string, Base>;

/** Names of the types, in the order of their numbers in the drive mode. */
export const BASE_NAMES = [
  "Twizy80",
  "Twizy45",
  "SC80GB45",
  "SC45GB80",
] as const;
export type BaseName = (typeof BASE_NAMES)[number];

/** Which gearbox is behind the controller: its own, or the other car's. */
export const GEARBOXES = ["own", "80", "45"] as const;
export type GearboxChoice = (typeof GEARBOXES)[number];

const KNOWN: Readonly<
  Record<number, Readonly<Record<GearboxChoice, Base>>>
> = {
  [CONTROLLER_80]: {
    own: BASES.SC80GB80,
    80: BASES.SC80GB80,
    45: BASES.SC80GB45,
  },
  [CONTROLLER_45]: {
    own: BASES.SC45GB45,
    80: BASES.SC45GB80,
    45: BASES.SC45GB45,
  },
};

/**
 * The values for a controller.
 * @param type its 1018.02
 * @param info the exchange that told it, for the error
 * @throws Failure 0040 for one that is not known
 */
export function baseOf(
  type: number,
  gearbox: GearboxChoice,
  info: string,
): Base {
  const base = KNOWN[type]?.[gearbox];
  if (base) return base;
  throw new Failure(UNKNOWN_TYPE, info);
}
/** Greatest rpm backwards of a type; undefined for one that is not known. */
export function reverseOf(
  type: number,
  gearbox: GearboxChoice,
): number | undefined {
  return KNOWN[type]?.[gearbox].reverse;
}

/** Error class of the controller's type. */
export const UNKNOWN_TYPE = 0x40;
