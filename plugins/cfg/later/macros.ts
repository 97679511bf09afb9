/**
 * The macros of the last release, as twizy-later.md, section 7, lists them. Each sets fields of the
 * working set, and is a function of the whole set: a profile is loaded by the same ones.
 */
import { ParameterFailure } from "../failure.ts";
import { scale, type Step, type Write } from "../macro.ts";
import { od } from "../objects.ts";
import { GREATEST, type Profile, type ProfileField } from "../profile.ts";
import type { Base } from "./base.ts";
import type { MapValues } from "./power_map.ts";
import { FULL, levelOf, type Tuning } from "./tuning.ts";

type Range = readonly [min: number, max: number];

/** A parameter of a macro: a field of the working set, and what it may be. */
export interface MacroField {
  readonly field: ProfileField;
  readonly name: string;
  readonly range: Range;
  /** The greatest that it may be where the macro's parameter `first` is not set. */
  readonly limit?: number;
  /** A command without its word sets it as the field before; a profile without a value does not. */
  readonly follows?: true;
}

/** A macro as a table. */
export interface LaterMacro {
  readonly name: string;
  readonly summary: string;
  readonly fields: readonly MacroField[];
  readonly preOp: boolean;
  /** The parameter that decides about the others, and is looked at first. */
  readonly first?: ProfileField;
  readonly writes: (tuning: Tuning) => readonly Write[];
}

/** An object with the value that it gets. */
export const set = (
  object: Write[0],
  value: number,
): Write => [object, () => value];

/** rpm of a speed. */
export function rpmOf({ rpm, kph }: Base, speed: number | undefined): number {
  return scale(rpm, kph, speed ?? kph, 400, 65535);
}

/** Greatest speeds forwards and backwards: of the profile, or of the lock; backwards never more than delivered. */
export function speedLimits({ base, profile, lockKph }: Tuning): Write[] {
  const rpm = lockKph === undefined
    ? rpmOf(base, profile.speedMax)
    : lockRpm(base, lockKph);
  return limitsTo(base, rpm);
}

/** rpm of a locked car, which may be none. */
export const lockRpm = ({ rpm, kph }: Base, speed: number) =>
  scale(rpm, kph, speed, 0, 65535);

/** Both limits, from rpm forwards. */
export function limitsTo({ reverse }: Base, rpm: number): Write[] {
  return [
    set(od.maxForward, rpm),
    set(od.maxReverse, Math.min(rpm, reverse)),
  ];
}

const speed: LaterMacro = {
  name: "SPEED",
  summary: "speed limit and warning",
  fields: [
    { field: "speedMax", name: "max_kph", range: [6, GREATEST] },
    { field: "speedWarn", name: "warn_kph", range: [6, GREATEST] },
  ],
  preOp: true,
  writes(tuning) {
    const { base, profile } = tuning, rpm = rpmOf(base, profile.speedMax);
    const { warnKph, warnRpm, warnOff } = base;
    const warning = scale(
      warnRpm,
      warnKph,
      profile.speedWarn ?? warnKph,
      400,
      65535,
    );
    return [
      set(od.warningOn, warning),
      set(od.warningOff, Math.max(warning - warnOff, 0)),
      ...speedLimits(tuning),
      set(od.neutralBrakingStart, rpm + base.brakingStart),
      set(od.neutralBrakingEnd, rpm + base.brakingEnd),
      set(od.driveBrakedown, rpm + base.brakeDown),
      set(od.maxNeutral, rpm + base.brakeDown + 1500),
      set(od.overspeed, rpm + base.brakeDown + 2500),
    ];
  },
};

/** Torque and powers in per cent. */
function percents({ torque = 100, powerLow = 100, powerHigh = 100 }: Profile) {
  return { trq: torque, low: powerLow, high: powerHigh };
}

/** With a current, which has limits of its own, the others have but this one. */
const NO_LIMIT = 200_000;

/** Torque, mNm, and powers, W, of a profile. */
export function mapOf(base: Base, profile: Profile): MapValues {
  const { trq, low, high } = percents(profile);
  const isFree = profile.current !== undefined;
  const power = (delivered: number, p: number) =>
    scale(delivered, 100, p, 500, isFree ? NO_LIMIT : base.powerLimit);
  return {
    torque: scale(
      base.torque,
      100,
      trq,
      10000,
      isFree ? NO_LIMIT : base.torqueLimit,
    ),
    low: power(base.powerLow, low),
    high: power(base.powerHigh, high),
    rpm: rpmOf(base, profile.speedMax),
  };
}

const power: LaterMacro = {
  name: "POWER",
  summary: "torque and power; with a current beyond what the motor is made for",
  fields: [
    { field: "torque", name: "torque%", range: [10, GREATEST], limit: 130 },
    {
      field: "powerLow",
      name: "low%",
      range: [10, GREATEST],
      limit: 139,
      follows: true,
    },
    {
      field: "powerHigh",
      name: "high%",
      range: [10, GREATEST],
      limit: 130,
      follows: true,
    },
    { field: "current", name: "current%", range: [10, 123] },
  ],
  preOp: true,
  first: "current",
  writes({ base, profile }) {
    const { trq, low: lowPercent, high: highPercent } = percents(profile);
    const { torque, low, high } = mapOf(base, profile);
    const current = profile.current ?? 100, { boost, torqueDelta } = base;
    return [
      set(od.statorCurrent, scale(base.stator, 100, current, 0, boost)),
      set(
        od.currentLimit,
        scale(base.current, 100, current, 0, boost * 1000),
      ),
      set(od.peakTorque, torque + torqueDelta),
      set(od.ratedTorque, trq === 100 ? base.rated : torque + torqueDelta),
      set(
        od.motorPower,
        lowPercent === 100 && highPercent === 100
          ? base.motorPower
          : Math.floor(Math.max(low, high) * 353 / 1000),
      ),
    ];
  },
};

const drive: LaterMacro = {
  name: "DRIVE",
  summary: "power for driving; with a reference it follows the battery",
  fields: [
    { field: "drive", name: "max%", range: [10, 100] },
    { field: "driveRef", name: "ref_100W", range: [0, 250] },
    { field: "driveMin", name: "min%", range: [0, 100] },
  ],
  preOp: false,
  writes: (tuning) => [set(od.driveLevel, driveLevel(tuning))],
};

/** Drive level, per mille. */
export function driveLevel(
  { profile, limits }: Pick<Tuning, "profile" | "limits">,
): number {
  const { drive = 100, driveRef, driveMin } = profile;
  return Math.min(10 * drive, levelOf(limits?.drive, driveRef, driveMin));
}

const recup: LaterMacro = {
  name: "RECUP",
  summary: "recuperation; with a reference it follows the battery",
  fields: [
    { field: "recupNeutral", name: "neutral%", range: [0, 100] },
    { field: "recupBrake", name: "brake%", range: [0, 100], follows: true },
    { field: "recupRef", name: "ref_100W", range: [0, 250] },
    { field: "recupMin", name: "min%", range: [0, 100] },
  ],
  preOp: false,
  writes({ base, profile, limits }) {
    const [value, percent] = base.recup, { recupRef, recupMin } = profile;
    const neutral = profile.recupNeutral ?? percent;
    const level = levelOf(limits?.recup, recupRef, recupMin);
    const share = (p: number) => {
      const whole = scale(value, percent, p, 0, 1000);
      return level === FULL ? whole : Math.floor(whole * level / FULL);
    };
    return [
      set(od.neutralRecup, share(neutral)),
      set(od.brakeRecup, share(profile.recupBrake ?? percent)),
    ];
  },
};

/** A ramp, from its value as delivered. */
const ramp = (
  [value, at]: readonly [value: number, at: number],
  p: number | undefined,
) => scale(value, at, p ?? at, 10, 10000);

const ramps: LaterMacro = {
  name: "RAMPS",
  summary: "how fast the torque changes",
  fields: [
    { field: "rampStart", name: "start_permille", range: [1, 250] },
    { field: "rampAccel", name: "accel%", range: [1, 100] },
    { field: "rampDecel", name: "decel%", range: [0, 100] },
    { field: "rampNeutral", name: "neutral%", range: [0, 100] },
    { field: "rampBrake", name: "brake%", range: [0, 100] },
  ],
  preOp: false,
  writes: ({ base, profile }) => [
    set(od.startRamp, ramp(base.rampStart, profile.rampStart)),
    set(od.accelRamp, ramp(base.rampAccel, profile.rampAccel)),
    set(od.decelRamp, ramp([2000, 20], profile.rampDecel)),
    set(od.neutralRamp, ramp([4000, 40], profile.rampNeutral)),
    set(od.brakeRamp, ramp([4000, 40], profile.rampBrake)),
  ],
};

const rampLimit = (p = 30) => scale(6000, 30, p, 0, 20000);

const rampl: LaterMacro = {
  name: "RAMPL",
  summary: "how fast the pedal may change the speed",
  fields: [
    { field: "rampLimitAccel", name: "accel%", range: [1, 100] },
    { field: "rampLimitDecel", name: "decel%", range: [0, 100] },
  ],
  preOp: false,
  writes: ({ profile }) => [
    set(od.rampLimitAccel, rampLimit(profile.rampLimitAccel)),
    set(od.rampLimitDecel, rampLimit(profile.rampLimitDecel)),
  ],
};

const smooth: LaterMacro = {
  name: "SMOOTH",
  summary: "how soft the torque changes",
  fields: [{ field: "smooth", name: "level%", range: [0, 100] }],
  preOp: false,
  writes({ profile: { smooth = 70 } }) {
    return [
      set(od.smoothShape, 1 + Math.floor(smooth / 10)),
      set(od.smoothDelta, scale(800, 70, smooth, 0, 1000)),
    ];
  },
};

/** All but TSMAP, by name. */
export const macros = { speed, power, drive, recup, ramps, rampl, smooth };
/** Those that are written while driving, in the order in which a profile is. */
export const liveMacros = [drive, recup, ramps, rampl, smooth] as const;

/**
 * Looks whether the values of a macro are what they may be.
 * @throws ParameterFailure
 */
export function checkMacro(
  { fields, first }: LaterMacro,
  profile: Profile,
): void {
  const isFree = first !== undefined && profile[first] !== undefined;
  const isWrong = ({ field, range: [min, max], limit = max }: MacroField) => {
    const value = profile[field];
    return value !== undefined &&
      !(value >= min && value <= (isFree ? max : limit));
  };
  const wrong =
    fields.find((field) => field.field === first && isWrong(field)) ??
      fields.find(isWrong);
  if (wrong) throw new ParameterFailure(fields.indexOf(wrong) + 1);
}

/** The step of one macro, without the map that SPEED and POWER change. */
export function stepOf(macro: LaterMacro, tuning: Tuning): Step {
  checkMacro(macro, tuning.profile);
  return {
    preOp: macro.preOp,
    reads: [],
    writes: macro.writes(tuning),
    part: "",
  };
}
