/**
 * What the working set, and what is planned, make of torque and recuperation over speed: worked out from
 * the macros' own tables, so that nothing has to be read from the controller.
 */
import { told, v } from "ovms-edge";
import { curves, speeds } from "../curves.ts";
import { FailureIn, ParameterFailure } from "../failure.ts";
import type { Objects } from "../forms.ts";
import { numberOf } from "../macro.ts";
import { MAPS } from "../tsmap.ts";
import { GREATEST, type Profile, withValues } from "../profile.ts";
import { type Base, BASES } from "./base.ts";
import {
  checkMacro,
  type LaterMacro,
  liveMacros,
  macros,
  mapOf,
  speedLimits,
} from "./macros.ts";
import { endingAtKnee, mapWrites } from "./power_map.ts";
import { LETTERS, mapRequest, pointsOf } from "./tsmap.ts";
import { breakdownOf, type Motor, type Tuning } from "./tuning.ts";

const numbers = v.array(v.nullable(v.number()));

/** What `curves` is asked: commands that are not sent yet, such as `SPEED 90 -1;DRIVE 80`. */
export const curvesArgs = v.object({ planned: v.optional(v.string(), "") });
/** The answer of `curves`. */
export const curvesAnswer = v.object({
  /** km/h at which the curves have their values. */
  speeds: v.array(v.number()),
  curves: v.array(v.object({
    title: told,
    unit: v.string(),
    /** Of the delivered car, of the working set, and of what is planned. */
    delivered: numbers,
    set: numbers,
    planned: numbers,
  })),
});

/** The objects that a profile is written to, without a lock and what the battery gives just now. */
export function objectsOf(
  base: Base,
  profile: Profile,
  motor?: Motor,
): Objects {
  const tuning: Tuning = {
    base,
    profile,
    motor,
    lockKph: undefined,
    limits: undefined,
    known: {},
  };
  const writes = [
    ...liveMacros.flatMap((m) => m.writes(tuning)),
    ...speedLimits(tuning),
  ];
  const objects = new Map(
    writes.map(([object, value]) => [object, value(undefined, () => 0) ?? 0]),
  );
  for (
    const [object, value] of mapWrites(
      base,
      endingAtKnee(mapOf(base, profile)),
      breakdownOf(tuning),
    )
  ) {
    objects.set(object, value);
  }
  for (const letter of LETTERS) {
    pointsOf(tuning, letter).forEach(({ level, rpm }, at) => {
      const point = MAPS[letter]?.[at];
      if (!point) return;
      objects.set(point.level, level);
      objects.set(point.speed, rpm);
    });
  }
  return objects;
}

/** The macro's fields as words give them; what a macro does not take changes nothing. */
function withMacro(
  profile: Profile,
  macro: LaterMacro,
  words: readonly string[],
): Profile {
  const given = macro.fields.map(({ field }, at) =>
    [field, numberOf(words[at], at + 1, [0, GREATEST])] as const
  );
  const next = withValues(profile, given);
  checkMacro(macro, next);
  return next;
}

function withMaps(profile: Profile, words: readonly string[]): Profile {
  const { letters, fields } = mapRequest(words);
  return letters.reduce(
    (next, letter) => withValues(next, fields(letter)),
    profile,
  );
}

/** A profile after commands; those that would be refused change nothing. */
export function plannedFrom(profile: Profile, commands: string): Profile {
  return commands.split(";").reduce((now, command) => {
    const [name, ...words] = command.trim().split(/\s+/);
    const macro = Object.values(macros).find((one) => one.name === name);
    try {
      if (name === "TSMAP") return withMaps(now, words);
      return macro ? withMacro(now, macro, words) : now;
    } catch (error) {
      const refused = error instanceof ParameterFailure ||
        error instanceof FailureIn;
      if (refused) return now;
      throw error;
    }
  }, profile);
}

/** @param base of the controller; that of a Twizy 80 until it is known */
export function curvesOf(
  profile: Profile,
  planned: string,
  base: Base = BASES.SC80GB80,
  motor?: Motor,
): v.InferInput<typeof curvesAnswer> {
  const sets = {
    delivered: objectsOf(base, {}),
    set: objectsOf(base, profile, motor),
    planned: objectsOf(base, plannedFrom(profile, planned), motor),
  };
  const perKmh = base.rpm / base.kph;
  return {
    speeds: [...speeds],
    curves: curves.map(({ title, unit, of }) => ({
      title,
      unit,
      delivered: [...of(sets.delivered, perKmh)],
      set: [...of(sets.set, perKmh)],
      planned: [...of(sets.planned, perKmh)],
    })),
  };
}
