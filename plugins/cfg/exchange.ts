/**
 * Profiles of release 3.0 as texts that modules v2 and v3 take, and back. Both tune the same controller
 * with other macros: what one of them cannot say is told.
 */
import { numberOf } from "./macro.ts";
import {
  GREATEST,
  type MapLetter,
  mapPoint,
  type Profile,
  type ProfileField,
} from "./profile.ts";
import type { Settings } from "./settings.ts";

/** Peak torque is 78 % of what the motor can as delivered in 3.0, and 100 % of that later. */
const TORQUE = 78;
/** All that the motor can in 3.0. */
const MOST_TORQUE = 100;

/** What became of the values, and what of them got lost, such as `RAMPS start 300`. */
export interface Exchanged<T> {
  readonly made: T;
  readonly lost: readonly string[];
}

/** A number of a macro of 3.0 that is a field of a profile. */
interface Same {
  readonly field: ProfileField;
  readonly name: string;
  /** What the field counts more than the number; default 1. */
  readonly times?: number;
}

/** Macros whose numbers are fields, in their order. */
const SAME: Readonly<Record<string, readonly Same[]>> = {
  SPEED: [
    { field: "speedMax", name: "max" },
    { field: "speedWarn", name: "warn" },
  ],
  POWER: [{ field: "drive", name: "drive" }],
  RECUP: [
    { field: "recupNeutral", name: "neutral" },
    { field: "recupBrake", name: "brake" },
  ],
  RAMPS: [
    // Per cent, and per mille
    { field: "rampStart", name: "start", times: 10 },
    { field: "rampAccel", name: "accel" },
    { field: "rampDecel", name: "decel" },
    { field: "rampNeutral", name: "neutral" },
    { field: "rampBrake", name: "brake" },
  ],
  SMOOTH: [{ field: "smooth", name: "level" }],
  BRAKELIGHT: [
    { field: "brakeLightOn", name: "on" },
    { field: "brakeLightOff", name: "off" },
  ],
};
/** What a parameter of a macro is called, counted from 0; undefined where that has no name. */
export function parameterName(macro: string, at: number): string | undefined {
  return SAME[macro]?.[at]?.name;
}

const MAPS: readonly MapLetter[] = ["D", "N", "B"];
const POINTS = [1, 2, 3, 4];

/** Fields that 3.0 has no macro for, by what they are called later. */
const LATER_ONLY: readonly (readonly [field: ProfileField, name: string])[] = [
  ["current", "POWER current"],
  ["driveRef", "DRIVE ref"],
  ["driveMin", "DRIVE min"],
  ["recupRef", "RECUP ref"],
  ["recupMin", "RECUP min"],
  ["rampLimitAccel", "RAMPL accel"],
  ["rampLimitDecel", "RAMPL decel"],
];

const ANY = [0, 10_000] as const;
const wordsOf = (setting: string | undefined) =>
  setting === undefined ? [] : setting.split(" ");

/** The settings of macros of 3.0 as a profile. */
export function profileOfSettings(settings: Settings): Exchanged<Profile> {
  const made = new Map<ProfileField, number>(), lost: string[] = [];
  const put = (
    field: ProfileField,
    value: number | undefined,
    name: string,
  ) => {
    if (value === undefined) return;
    if (value > GREATEST) lost.push(name);
    else made.set(field, value);
  };
  for (const [macro, fields] of Object.entries(SAME)) {
    const words = wordsOf(settings[macro]);
    fields.forEach(({ field, name, times = 1 }, at) => {
      const value = numberOf(words[at], at + 1, ANY);
      put(
        field,
        value === undefined ? undefined : value * times,
        `${macro} ${name} ${value}`,
      );
    });
  }
  const torque = numberOf(wordsOf(settings["TORQUE"])[0], 1, ANY);
  if (torque !== undefined) {
    // The whole map is scaled, so that power follows
    const percent = Math.round(torque * 100 / TORQUE);
    for (const field of ["torque", "powerLow", "powerHigh"] as const) {
      put(field, percent, `TORQUE ${torque}`);
    }
  }
  for (const letter of MAPS) {
    const words = wordsOf(settings[`TSMAP ${letter}`]);
    POINTS.forEach((point, at) => {
      const { level, speed } = mapPoint(letter, point);
      const [p, kph] = words[at]?.split("@") ?? [];
      put(level, numberOf(p, at + 2, ANY), `TSMAP ${letter} ${words[at]}`);
      put(speed, numberOf(kph, at + 2, ANY), `TSMAP ${letter} ${words[at]}`);
    });
  }
  return { made: Object.fromEntries(made), lost };
}

/** A profile as settings of the macros of 3.0. */
export function settingsOfProfile(profile: Profile): Exchanged<Settings> {
  const made: Record<string, string> = {}, lost: string[] = [];
  const put = (key: string, words: readonly string[]) => {
    const given = words.slice(0, words.findLastIndex((w) => w !== "-1") + 1);
    if (given.length > 0) made[key] = given.join(" ");
  };
  for (const [macro, fields] of Object.entries(SAME)) {
    put(
      macro,
      fields.map(({ field, name, times = 1 }) => {
        const value = profile[field];
        if (value === undefined) return "-1";
        if (value % times === 0) return String(value / times);
        lost.push(`${macro} ${name} ${value / times}`);
        return "-1";
      }),
    );
  }
  const { torque = 100, powerLow = 100, powerHigh = 100 } = profile;
  const whole = Math.round(torque * TORQUE / 100);
  if (torque === powerLow && torque === powerHigh && whole <= MOST_TORQUE) {
    if (torque !== 100) put("TORQUE", [`${whole}`]);
  } else lost.push(`POWER ${torque} ${powerLow} ${powerHigh}`);
  for (const letter of MAPS) {
    put(
      `TSMAP ${letter}`,
      POINTS.map((point) => {
        const { level, speed } = mapPoint(letter, point);
        const kph = profile[speed], at = kph === undefined ? "" : `@${kph}`;
        return `${profile[level] ?? -1}${at}`;
      }),
    );
  }
  for (const [field, name] of LATER_ONLY) {
    const value = profile[field];
    if (value !== undefined) lost.push(`${name} ${value}`);
  }
  return { made, lost };
}
