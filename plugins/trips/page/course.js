// @ts-check
/** The course of one trip or charge, as charts and maps want it: gaps stay gaps. */
import { columns } from "ovms-edge/page";

/**
 * A point of the track; null is what nobody told then.
 * @typedef {object} Point
 * @property {number} at ms
 * @property {number | null} latitude
 * @property {number | null} longitude
 * @property {number | null} altitude
 * @property {number | null} speed
 * @property {number | null} power
 * @property {number | null} soc
 * @property {number | null} used kWh
 * @property {number | null} recovered
 * @property {number | null} temperature
 */
/** @typedef {Point & { latitude: number, longitude: number }} Placed */

/** The track has points of its own times, ms. */
const AROUND = 15_000;

/**
 * The time in which the track has all of a trip or a charge, ms; undefined where nobody knows when it was.
 * @param {{ begin: string | null, end: string | null }} of
 */
export const trackSpan = ({ begin, end }) =>
  begin === null || end === null ? undefined : {
    since: Date.parse(begin) - AROUND,
    until: Date.parse(end) + AROUND,
  };

/** After more than that nobody knows what was between two points, s. */
const GAP = 150;

/**
 * Rows of a chart: seconds, then the values; a gap where nobody measured.
 * @param {readonly Point[]} points
 * @param {...((point: Point, index: number) => number | null)} values
 */
export const courseOf = (points, ...values) =>
  columns(
    points.map((point, i) => [
      point.at / 1000,
      ...values.map((value) => value(point, i)),
    ]),
    GAP,
  );

/**
 * Whether anybody told a value.
 * @param {readonly Point[]} points
 * @param {keyof Point} name
 */
export const isTold = (points, name) =>
  points.some((point) => point[name] !== null);

/**
 * Points with a place, and whether the way to each is known.
 * @param {readonly Point[]} points
 */
export function wayOf(points) {
  /** @type {Placed[]} */
  const placed = [];
  /** @type {boolean[]} */
  const known = [];
  /** @type {Point | undefined} */
  let last;
  for (const point of points) {
    const { latitude, longitude } = point;
    if (latitude !== null && longitude !== null) {
      placed.push({ ...point, latitude, longitude });
      known.push(
        last !== undefined && last.latitude !== null &&
          point.at - last.at <= GAP * 1000,
      );
    }
    last = point;
  }
  return { placed, known };
}

/**
 * Net energy from the first point on, Wh: what was used less what came back. A counter that fell has
 * begun anew.
 * @param {readonly Point[]} points
 * @returns {(number | null)[]}
 */
export function energyOf(points) {
  let net = 0;
  /** @type {Record<"used" | "recovered", number | undefined>} */
  const last = { used: undefined, recovered: undefined };
  return points.map((point) => {
    for (const name of /** @type {const} */ (["used", "recovered"])) {
      const now = point[name], before = last[name];
      if (now === null) continue;
      last[name] = now;
      const came = before === undefined
        ? 0
        : now >= before
        ? now - before
        : now;
      net += (name === "used" ? came : -came) * 1000;
    }
    return point.used === null ? null : net;
  });
}

/** Shortest stretch of which it is told what it took, km, and most stretches of a trip. */
const SHORTEST = 0.5, MOST = 40;
/** What sums of parts may be short of, km. */
const HAIR = 1e-6;
/** Metres of a degree of latitude. */
const DEGREE = 111_320;

/**
 * km from one point to the next; null where nobody measured it. Places tell it; a car that is told to
 * stand does not move, whatever the places do.
 * @param {Point} from
 * @param {Point} to
 */
function kmBetween(from, to) {
  const ms = to.at - from.at;
  if (ms > GAP * 1000) return null;
  if (from.speed === 0 && to.speed === 0) return 0;
  const { latitude, longitude } = from;
  if (
    latitude !== null && longitude !== null && to.latitude !== null &&
    to.longitude !== null
  ) {
    const shrunk = Math.cos(latitude * Math.PI / 180);
    return Math.hypot(
      to.latitude - latitude,
      (to.longitude - longitude) * shrunk,
    ) * DEGREE / 1000;
  }
  return from.speed === null || to.speed === null
    ? null
    : (from.speed + to.speed) / 2 * ms / 3_600_000;
}

/**
 * What the car took over the way: the middle of each stretch, km, and its Wh a km. Null is a stretch of
 * which way or energy were not measured all along.
 * @param {readonly Point[]} points
 * @returns {[number[], (number | null)[]]}
 */
export function efficiencyOf(points) {
  const energy = energyOf(points);
  const legs = points.slice(1).map((to, i) => {
    const from = points[i];
    return from === undefined ? null : kmBetween(from, to);
  });
  const total = legs.reduce(
    (/** @type {number} */ sum, km) => sum + (km ?? 0),
    0,
  );
  const least = Math.max(SHORTEST, total / MOST);
  /** @type {[number[], (number | null)[]]} */
  const [at, values] = [[], []];
  let way = 0, begin = 0, before = energy[0] ?? null;
  legs.forEach((km, i) => {
    const now = energy[i + 1] ?? null;
    way += km ?? 0;
    if (km === null || now === null || before === null) {
      // Where nobody measured, the line ends
      if (values.length > 0 && values.at(-1) !== null) {
        at.push(way);
        values.push(null);
      }
    } else if (way - begin < least - HAIR) return;
    else {
      at.push((begin + way) / 2);
      values.push((now - before) / (way - begin));
    }
    begin = way;
    before = now;
  });
  return [at, values];
}
