/** TSMAP with speeds (twizy-later.md, section 7.4): points are moved so that none ever passes another. */
import { FailureIn, ParameterFailure, Refused } from "../failure.ts";
import { type Now, numberOf, scale, type Step, type Write } from "../macro.ts";
import {
  GREATEST,
  type MapLetter,
  mapPoint,
  type ProfileField,
} from "../profile.ts";
import { MAPS } from "../tsmap.ts";
import type { Tuning } from "./tuning.ts";

/** The maps in the order of a profile, also the default. */
export const LETTERS: readonly MapLetter[] = ["D", "N", "B"];
/** km/h at which the delivered points of a gearbox are. */
export const NOMINAL = [33, 39, 50, 66] as const;
/** The delivered points of map D, whatever the gearbox, rpm. */
const DRIVE_POINTS = [3000, 3500, 4500, 6000] as const;
const LEVEL = [0, 100] as const, KPH = [0, GREATEST] as const;
/** Number of the first level and of the first speed in errors. */
const LEVEL_1 = 2, SPEED_1 = 6;
const MOST_RPM = 65535;

/** What a map's points are to be. */
interface Point {
  readonly level: number;
  readonly rpm: number;
}

/** Failures tell which map they belong to, in front. */
function inMap(letter: string, n: number): FailureIn {
  return new FailureIn(new ParameterFailure(n), "", `MAP ${letter}`);
}

/** The points of a map, whether they rise or not. */
export function pointsOf(
  { base, profile }: Pick<Tuning, "base" | "profile">,
  letter: MapLetter,
): readonly Point[] {
  return NOMINAL.map((nominal, at): Point => {
    const { speed, level } = mapPoint(letter, at + 1);
    const kph = profile[speed], p = profile[level];
    const delivered = base.points[at] ?? 0;
    return {
      level: p === undefined
        ? MAPS[letter]?.[at]?.otherwise ?? 0
        : scale(32767, 100, p, 0, 32767),
      rpm: kph === undefined
        ? letter === "D" ? DRIVE_POINTS[at] ?? 0 : delivered
        : scale(delivered, nominal, kph, 0, MOST_RPM),
    };
  });
}

/**
 * Looks whether a map is what it may be; its speeds have to rise, or stay, from point to point.
 * @throws FailureIn with the number of the level or speed
 */
function checked(tuning: Tuning, letter: MapLetter): readonly Point[] {
  const { profile } = tuning;
  NOMINAL.forEach((_, at) => {
    const { speed, level } = mapPoint(letter, at + 1);
    const { [level]: p = LEVEL[0], [speed]: kph = KPH[0] } = profile;
    if (!(p >= LEVEL[0] && p <= LEVEL[1])) throw inMap(letter, LEVEL_1 + at);
    if (!(kph >= KPH[0] && kph <= KPH[1])) throw inMap(letter, SPEED_1 + at);
  });
  const points = pointsOf(tuning, letter);
  const falls = points.findIndex(({ rpm }, at) =>
    rpm < (points[at - 1]?.rpm ?? 0)
  );
  if (falls >= 0) throw inMap(letter, SPEED_1 + falls);
  return points;
}

/** The controller refuses a speed that passes its neighbours: each point waits until it has room. */
function inOrder(
  letter: MapLetter,
  points: readonly Point[],
  now: Now,
): readonly Write[] {
  const objects = MAPS[letter] ?? [];
  const present = objects.map(({ speed }) => now(speed));
  const waiting = new Set(points.keys()), writes: Write[] = [];
  while (waiting.size > 0) {
    const before = waiting.size;
    for (const at of [...waiting]) {
      const point = points[at], object = objects[at];
      if (!point || !object) continue;
      const { rpm, level } = point;
      const hasRoom = rpm >= (present[at - 1] ?? 0) &&
        rpm <= (present[at + 1] ?? MOST_RPM);
      if (!hasRoom) continue;
      writes.push([object.speed, () => rpm], [object.level, () => level]);
      present[at] = rpm;
      waiting.delete(at);
    }
    if (waiting.size === before) {
      throw new Refused(
        `The speeds of map ${letter} in the controller are out of order`,
        "CFG RESTORE brings the backup back",
      );
    }
  }
  return writes;
}

/**
 * The step that makes a map of the profile.
 * @throws FailureIn
 */
export function mapStepOf(tuning: Tuning, letter: MapLetter): Step {
  const points = checked(tuning, letter);
  const objects = (MAPS[letter] ?? []).flatMap(({ speed, level }) => [
    speed,
    level,
  ]);
  return {
    preOp: true,
    reads: [],
    writes: objects.map((object): Write => [object, () => undefined]),
    inOrder: (now) => inOrder(letter, points, now),
    part: "",
  };
}

/** What the words behind TSMAP ask for. */
export interface MapRequest {
  /** The maps, up to one that is none. */
  readonly letters: readonly MapLetter[];
  /** The first one that is none. */
  readonly wrong: FailureIn | undefined;
  /** The fields of a map, with what its points get; undefined is the default. */
  readonly fields: (
    letter: MapLetter,
  ) => readonly (readonly [ProfileField, number | undefined])[];
}

function isLetter(letter: string): letter is MapLetter {
  return LETTERS.some((known) => known === letter);
}

/** Reads `DNB 100@33 80@39 60 40`. */
export function mapRequest(words: readonly string[]): MapRequest {
  const [given = "-1", ...points] = words;
  const all = given === "-1" ? LETTERS : [...given.toUpperCase()];
  const letters: MapLetter[] = [];
  let wrong: FailureIn | undefined;
  for (const letter of all) {
    if (isLetter(letter) && letters.length < LETTERS.length) {
      letters.push(letter);
    } else {
      wrong = inMap(letter, 1);
      break;
    }
  }
  return {
    letters,
    wrong,
    fields: (letter) =>
      NOMINAL.flatMap((_, at) => {
        const { speed, level } = mapPoint(letter, at + 1);
        const [p, kph] = points[at]?.split("@") ?? [];
        return [
          [level, valueOf(p, letter, LEVEL_1 + at, LEVEL)],
          [speed, valueOf(kph, letter, SPEED_1 + at, KPH)],
        ] as const;
      }),
  };
}

function valueOf(
  word: string | undefined,
  letter: string,
  n: number,
  range: readonly [number, number],
): number | undefined {
  try {
    return numberOf(word, n, range);
  } catch (error) {
    throw error instanceof ParameterFailure ? inMap(letter, n) : error;
  }
}

/** The steps of all three maps. */
export function mapSteps(tuning: Tuning): readonly Step[] {
  return LETTERS.map((letter) => mapStepOf(tuning, letter));
}
