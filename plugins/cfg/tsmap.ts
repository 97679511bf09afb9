/** TSMAP: power level by speed, for driving, braking in neutral and with the pedal. */
import { ParameterFailure } from "./failure.ts";
import { type Macro, numberOf, scale, type Step, type Write } from "./macro.ts";
import type { ObjectId } from "./objects.ts";

/** A point of a map: its objects, and the level it is delivered with. */
interface Point {
  readonly level: ObjectId;
  readonly speed: ObjectId;
  readonly otherwise: number;
}

/** The maps in their order of processing (twizy-cfg.md, section 6.3). */
export const MAPS: Readonly<Record<string, readonly Point[]>> = {
  D: [
    { level: "3813.24", speed: "3813.25", otherwise: 32767 },
    { level: "3813.26", speed: "3813.27", otherwise: 32767 },
    { level: "3813.28", speed: "3813.29", otherwise: 32767 },
    { level: "3813.2a", speed: "3813.2b", otherwise: 32767 },
  ],
  N: [
    { level: "3813.1b", speed: "3813.1c", otherwise: 32767 },
    { level: "3813.1d", speed: "3813.1e", otherwise: 26214 },
    { level: "3813.1f", speed: "3813.20", otherwise: 16383 },
    { level: "3813.21", speed: "3813.22", otherwise: 6553 },
  ],
  B: [
    { level: "3813.07", speed: "3813.08", otherwise: 32767 },
    { level: "3813.09", speed: "3813.0a", otherwise: 26214 },
    { level: "3813.0b", speed: "3813.0c", otherwise: 16383 },
    { level: "3813.0d", speed: "3813.0e", otherwise: 6553 },
  ],
};
/** The letters, also the default. */
export const MAP_LETTERS = "DNB";
/** Speeds that the points are delivered with, rpm: 33, 39, 50 and 66 km/h. */
const SPEEDS = [3000, 3500, 4500, 6000] as const;
const POINTS = SPEEDS.length;
const LEVEL = [1, 100] as const;
/** Greatest speed of a point, km/h: 10875 rpm. */
const KPH = [0, 120] as const;

/** What a word sets: a level in per cent, and a speed in rpm when it has an `@`. */
interface Setting {
  readonly level: number | undefined;
  readonly speed: number | undefined;
}

/** A level or speed that a map does not take, with the map it was meant for. */
class MapFailure extends ParameterFailure {
  constructor(n: number, readonly letter: string) {
    super(n);
    this.message += ` IN MAP ${letter}`;
  }
}

/** `80@39`: level and speed; `80`: level only. */
function settingOf(word: string | undefined, n: number): Setting {
  const [level, kph, surplus] = word?.split("@") ?? [];
  if (surplus !== undefined) throw new ParameterFailure(n);
  const speed = numberOf(kph, n, KPH);
  return {
    level: numberOf(level, n, LEVEL),
    speed: speed === undefined
      ? undefined
      : scale(7250, 80, speed, KPH[0], 10900),
  };
}

/**
 * The speeds of all four points when at least one is given, the others as delivered; they have to rise
 * from point to point.
 */
function speedsOf(settings: readonly Setting[]): readonly number[] | undefined {
  if (settings.every(({ speed }) => speed === undefined)) return undefined;
  const speeds = SPEEDS.map((delivered, at) =>
    settings[at]?.speed ?? delivered
  );
  const falls = speeds.findIndex((speed, at) =>
    at > 0 && speed <= (speeds[at - 1] ?? 0)
  );
  if (falls >= 0) throw new ParameterFailure(2 + falls);
  return speeds;
}

/** Writes of one map. Back to its defaults, it also gets back speeds that were changed. */
function writesOf(
  points: readonly Point[],
  settings: readonly Setting[],
): Write[] {
  const speeds = speedsOf(settings);
  const isDefault = settings.every(({ level }) => level === undefined);
  const levels = points.map(({ level, otherwise }, at): Write => {
    const p = settings[at]?.level;
    return [
      level,
      () => p === undefined ? otherwise : scale(32767, 100, p, 0, 32767),
    ];
  });
  const moved = points.map(({ speed }, at): Write => {
    const delivered = SPEEDS[at] ?? 0;
    if (speeds) return [speed, () => speeds[at]];
    return [
      speed,
      (_, now) => now(speed) === delivered ? undefined : delivered,
    ];
  });
  return speeds || isDefault ? [...levels, ...moved] : levels;
}

function stepOf(letter: string, words: readonly string[]): Step {
  const points = MAPS[letter];
  if (!points) throw new ParameterFailure(1);
  const settings = Array.from(
    { length: POINTS },
    (_, at) => settingOf(words[at + 1], at + 2),
  );
  return {
    preOp: true,
    reads: [],
    writes: writesOf(points, settings),
    // Known to be there only when they are given; else a controller without them is left alone.
    lenient: speedsOf(settings) ? [] : points.map(({ speed }) => speed),
    part: ` IN MAP ${letter}`,
  };
}

function lettersOf(words: readonly string[]): string {
  const [letters] = words;
  return letters === undefined || letters === "-1"
    ? MAP_LETTERS
    : letters.toUpperCase();
}

/** What the maps are for. */
export const MEANING: Readonly<Record<string, string>> = {
  D: "driving",
  N: "without pedal",
  B: "with the brake",
};

/** CFG TSMAP. All maps are checked before the first is written. */
export const tsmap: Macro = {
  name: "TSMAP",
  summary: "power by speed, with @ speeds too",
  usage: "[DNB] [t1%] [t2%] [t3%] [t4%]",
  help: [
    "DNB: D drive, N neutral, B brake",
    "t1%..t4% 1..100 at 33, 39, 50, 66 km/h, default D 100, N and B 100 80 50 20",
    "t1%@kph moves the point, such as 100@33 80@39; speeds must rise",
  ],
  forms: [...MAP_LETTERS].map((letter) => ({
    command: `TSMAP ${letter}`,
    summary: `power by speed: ${MEANING[letter]}`,
    fields: SPEEDS.map((rpm, at) => ({
      name: `at ${Math.round(rpm * 80 / 7250)} km/h %`,
      range: LEVEL,
      standard: Math.round((MAPS[letter]?.[at]?.otherwise ?? 0) / 327.67),
    })),
  })),
  preOp: true,
  done: "OK",
  shows: [...MAP_LETTERS].map((letter) => ({
    label: `${letter}4`,
    object: MAPS[letter]?.at(-1)?.level ?? "3813.2a",
  })),
  steps(words) {
    const letters = [...lettersOf(words)];
    if (letters.length === 0) throw new MapFailure(1, "");
    const surplus = letters[MAP_LETTERS.length];
    return letters.map((letter) => {
      try {
        if (surplus !== undefined && MAPS[letter]) {
          throw new MapFailure(1, surplus);
        }
        return stepOf(letter, words);
      } catch (error) {
        if (!(error instanceof ParameterFailure)) throw error;
        if (error instanceof MapFailure) throw error;
        throw new MapFailure(error.code & 0x0f, letter);
      }
    });
  },
  settings(words) {
    const levels = words.slice(1, 1 + POINTS);
    while (levels.at(-1) === "-1") levels.pop();
    if (levels.length === 0) return {};
    return Object.fromEntries(
      this.keys(words).map((key) => [key, levels.join(" ")]),
    );
  },
  keys: (words) => [...lettersOf(words)].map((letter) => `TSMAP ${letter}`),
};
