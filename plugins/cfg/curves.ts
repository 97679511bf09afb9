/** What the controller's objects make of torque and recuperation over speed. */
import type { Objects } from "./forms.ts";
import { mapPoints, type ObjectId, od } from "./objects.ts";
import { MAPS } from "./tsmap.ts";

/** rpm of the motor for a km/h: 7250 are 80 km/h (twizy-cfg.md, section 6.1); another gearbox has others. */
const RPM_PER_KMH = 7250 / 80;
/** Speeds at which curves are drawn, km/h. */
export const speeds: readonly number[] = Array.from(
  { length: 56 },
  (_, i) => i * 2,
);

/** Limits over all speeds, of 1000. */
const LIMIT = {
  D: od.driveLevel,
  N: od.neutralRecup,
  B: od.brakeRecup,
} as const;
type Letter = keyof typeof LIMIT;

/** Objects that the curves are made of. */
export const drawn: readonly ObjectId[] = [
  od.maxForward,
  ...Object.values(LIMIT),
  ...mapPoints.flat(),
  ...Object.values(MAPS).flat().flatMap(({ level, speed }) => [level, speed]),
];

/** A curve: a value for each of the speeds; null beyond the limit, or where an object was not read. */
export interface Curve {
  readonly title: string;
  readonly unit: string;
  readonly of: (
    objects: Objects,
    rpmPerKmh?: number,
  ) => readonly (number | null)[];
}

/** The curves, as the page shows them. */
export const curves: readonly Curve[] = [
  {
    title: "Torque over speed",
    unit: "Nm",
    of: (objects, gear = RPM_PER_KMH) =>
      speeds.map((speed) => torqueAt(objects, speed * gear)),
  },
  {
    title: "Recuperation without pedal",
    unit: "%",
    of: (objects, gear = RPM_PER_KMH) =>
      speeds.map((speed) => levelAt(objects, "N", speed * gear)),
  },
  {
    title: "Recuperation with the brake",
    unit: "%",
    of: (objects, gear = RPM_PER_KMH) =>
      speeds.map((speed) => levelAt(objects, "B", speed * gear)),
  },
];

type Point = readonly [at: number, value: number];

/** Value on the line through points that rise; before and after them the nearest one's. */
function along(points: readonly Point[], at: number): number | null {
  let before: Point | undefined;
  for (const point of points) {
    if (point[0] >= at) {
      if (!before) return point[1];
      const share = (at - before[0]) / (point[0] - before[0]);
      return before[1] + (point[1] - before[1]) * share;
    }
    before = point;
  }
  return before?.[1] ?? null;
}

/** Points of which both objects are known; none when one is missing, as a line past it would be invented. */
function pointsOf(
  objects: Objects,
  pairs: readonly (readonly [value: ObjectId, speed: ObjectId])[],
  unit: number,
): readonly Point[] {
  const points: Point[] = [];
  for (const [value, speed] of pairs) {
    const y = objects.get(value), x = objects.get(speed);
    if (y === undefined || x === undefined) return [];
    points.push([x, y / unit]);
  }
  return points;
}

function scaledAt(objects: Objects, letter: Letter, rpm: number) {
  const pairs = (MAPS[letter] ?? []).map(({ level, speed }) =>
    [level, speed] as const
  );
  return along(pointsOf(objects, pairs, 32767), rpm);
}

function torqueAt(objects: Objects, rpm: number): number | null {
  const nm = along(pointsOf(objects, mapPoints, 16), rpm);
  const share = scaledAt(objects, "D", rpm);
  const limit = objects.get(LIMIT.D), end = objects.get(od.maxForward);
  if (
    nm === null || share === null || limit === undefined || end === undefined
  ) return null;
  return rpm > end ? null : nm * share * limit / 1000;
}

/** The map says how much, the limit cuts it off. */
function levelAt(
  objects: Objects,
  letter: Letter,
  rpm: number,
): number | null {
  const share = scaledAt(objects, letter, rpm);
  const limit = objects.get(LIMIT[letter]);
  return share === null || limit === undefined
    ? null
    : Math.min(share * 100, limit / 10);
}
