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
