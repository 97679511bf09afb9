// @ts-check
/** Tracks: points in metres, pieces by pause, colours by quality. */
import { t } from "./texts.js";

/**
 * A record of the track; the speed in the unit that the owner had then.
 * @typedef {object} TrackRecord
 * @property {string} time empty where nobody knew it
 * @property {number} latitude
 * @property {number} longitude
 * @property {number} altitude m
 * @property {number} speed
 * @property {number} fix 0: none, the position is an old one
 * @property {number} stale
 * @property {number} signal 0 to 31
 */
/** @typedef {TrackRecord & { at: number, kmh: number }} Point at: ms */
/** @typedef {{ way: string, index: number, share: number }} Mark */
/** @typedef {{ at: number, old: string, new: string }} UnitChange */

/** Metres of a degree of latitude. */
const DEGREE = 111_320;
/** A pause after which another trip begins, ms. */
const PAUSE = 10 * 60_000;
/** A way that a car which stands does not seem to make, m. */
const MOVED = 40;
/** Between two records of a car that drives is a minute; after more nobody knows its way, ms. */
const GAP = 150_000;
const KM_PER_MILE = 1.609344;

/**
 * Changes of the owner's unit, oldest first, from the journal.
 * @param {readonly { time: string, what: string, key: string, old: string, new: string }[]} journal
 * @returns {UnitChange[]}
 */
export const unitChanges = (journal) =>
  journal.filter(({ what, key, time }) =>
    what === "param" && key === "2" && time !== ""
  ).map(({ time, old, new: after }) => ({
    at: Date.parse(time),
    old,
    new: after,
  })).sort((a, b) => a.at - b.at);

/**
 * The owner's unit at a time.
 * @param {readonly UnitChange[]} changes
 * @param {number} at ms
 * @param {string} now the present one
 */
export function unitAt(changes, at, now) {
  const next = changes.find((change) => change.at > at);
  return next?.old ?? changes.at(-1)?.new ?? now;
}

/**
 * Splits records into tracks of a car that moved; what stood still for long is between them.
 * @param {readonly TrackRecord[]} records
 * @param {(at: number) => string} [unit] the owner's unit at a time, `K` or `M`
 * @returns {Point[][]}
 */
export function tracksOf(records, unit = () => "K") {
  /** @type {Point[][]} */
  const tracks = [];
  /** @type {Point[]} */
  let track = [];
  /** @type {Point | undefined} */
  let moving;
  const close = () => {
    if (moving !== undefined && track.length > 1) tracks.push(track);
    track = [];
    moving = undefined;
  };
  for (const record of records) {
    const { latitude, longitude, time, speed } = record;
    if (time === "" || (latitude === 0 && longitude === 0)) continue;
    const at = Date.parse(time);
    const kmh = unit(at) === "M" ? speed * KM_PER_MILE : speed;
    const point = { ...record, at, kmh };
    const last = track.at(-1);
    if (last !== undefined && at - (moving ?? last).at > PAUSE) close();
    const before = track.at(-1);
    const moves = kmh > 0 ||
      (before !== undefined && metresBetween(moving ?? before, point) > MOVED);
    // Of a car that stands the last point before it drives is enough
    if (!moves && moving === undefined) track = [point];
    else track.push(point);
    if (moves) moving = point;
  }
  close();
  return tracks;
}

/**
 * @param {{ latitude: number, longitude: number }} a
 * @param {{ latitude: number, longitude: number }} b
 */
function metresBetween(a, b) {
  const narrow = Math.cos(a.latitude * Math.PI / 180);
  return DEGREE * Math.hypot(
    b.latitude - a.latitude,
    (b.longitude - a.longitude) * narrow,
  );
}

/**
 * Whether the way between two points was measured: not without GPS, and not over a long time.
 * @param {Pick<Point, "at" | "fix">} a
 * @param {Pick<Point, "at" | "fix">} b
 */
export const isMeasured = (a, b) =>
  a.fix !== 0 && b.fix !== 0 && b.at - a.at <= GAP;

/**
 * When network and server were lost, from the records of their coming and going.
 * @param {readonly { event: string, time: string, way: string }[]} events
 */
export const lossesOf = (events) =>
  events.filter(({ event, time }) => event === "lost" && time !== "")
    .map(({ way, time }) => ({ way, at: Date.parse(time) }));

/**
 * What was lost along a track, and where: the point before it, and the share of the way to the next.
 * @param {readonly Point[]} points
 * @param {readonly { way: string, at: number }[]} losses
 * @returns {Mark[]}
 */
export function marksOf(points, losses) {
  const within = losses.flatMap(({ way, at }) => {
    const next = points.findIndex((point) => point.at >= at);
    const from = points[next - 1], to = points[next];
    if (from === undefined || to === undefined) return [];
    const before = from.at, length = to.at - before;
    return [{
      way,
      index: next - 1,
      share: length > 0 ? (at - before) / length : 0,
    }];
  });
  const gps = points.flatMap(({ fix }, index) =>
    fix === 0 && points[index - 1]?.fix !== 0
      ? [{ way: "gps", index, share: 0 }]
      : []
  );
  return [...within, ...gps];
}

/**
 * What a track can be coloured by: the value of a point, its ends where they are fixed, and whether
 * more of it is good.
 * @typedef {{ name: string, of: (point: Point) => number, low?: number, high?: number, unit?: string, quality?: boolean }} Measure
 */
/** @typedef {"speed" | "altitude" | "gsm" | "gps"} MeasureName */

/** @type {Readonly<Record<MeasureName, Measure>>} */
export const MEASURES = {
  speed: { name: t("measure.speed"), of: ({ kmh }) => kmh, low: 0, high: 80 },
  altitude: {
    name: t("measure.altitude"),
    of: ({ altitude }) => altitude,
    unit: "m",
  },
  gsm: {
    name: t("measure.gsm"),
    of: ({ signal }) => signal,
    low: 0,
    high: 31,
    quality: true,
  },
  gps: {
    name: t("measure.gps"),
    of: ({ fix, stale }) => fix ? stale : 0,
    low: 0,
    high: 120,
    quality: true,
  },
};

/**
 * The measure of a name.
 * @param {string} name
 * @returns {MeasureName}
 */
export function measureOf(name) {
  for (const known of /** @type {const} */ (["altitude", "gsm", "gps"])) {
    if (name === known) return known;
  }
  return "speed";
}

/**
 * Both ends of the colours, the same for all tracks so that they can be compared.
 * @param {Measure} measure
 * @param {readonly (readonly Point[])[]} tracks
 * @returns {[low: number, high: number]}
 */
export function endsOf({ of, low, high }, tracks) {
  const values = tracks.flat().map(of).filter(Number.isFinite);
  return [low ?? Math.min(...values), high ?? Math.max(...values)];
}
