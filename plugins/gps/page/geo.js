/** Tracks: points in metres, pieces by pause, colours by quality. */

import { inUnit } from "ovms-edge/page";

/** Metres of a degree of latitude. */
const DEGREE = 111_320;
/** A pause after which another trip begins, ms. */
const PAUSE = 10 * 60_000;

/** Splits records into tracks; records that say they never had a position are left out. */
export function tracksOf(records) {
  const tracks = [];
  let last;
  for (const record of records) {
    const { latitude, longitude, time } = record;
    if (time === "" || (latitude === 0 && longitude === 0)) continue;
    const at = Date.parse(time);
    if (last === undefined || at - last > PAUSE) tracks.push([]);
    last = at;
    tracks.at(-1).push({ ...record, at });
  }
  return tracks.filter((points) => points.length > 1);
}

/** Fits points into a frame; equal scale in both directions, north up. */
export function project(points, width, height, margin) {
  const lats = points.map(({ latitude }) => latitude);
  const lons = points.map(({ longitude }) => longitude);
  const middle = (Math.max(...lats) + Math.min(...lats)) / 2;
  const centre = (Math.max(...lons) + Math.min(...lons)) / 2;
  const narrow = Math.cos(middle * Math.PI / 180);
  const metres = points.map(({ latitude, longitude }) => [
    (longitude - centre) * DEGREE * narrow,
    (latitude - middle) * DEGREE,
  ]);
  const spread = (i) => Math.max(...metres.map((m) => Math.abs(m[i])), 10);
  const scale = Math.min(
    (width / 2 - margin) / spread(0),
    (height / 2 - margin) / spread(1),
  );
  return {
    scale,
    points: metres.map((
      [x, y],
    ) => [width / 2 + x * scale, height / 2 - y * scale]),
  };
}

/** When network and server were lost, from the records of their coming and going. */
export const lossesOf = (events) =>
  events.filter(({ event, time }) => event === "lost" && time !== "")
    .map(({ way, time }) => ({ way, at: Date.parse(time) }));

/** What was lost along a track, and where: the point before it, and the share of the way to the next. */
export function marksOf(points, losses) {
  const within = losses.flatMap(({ way, at }) => {
    const next = points.findIndex((point) => point.at >= at);
    if (next < 1) return [];
    const before = points[next - 1].at, length = points[next].at - before;
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

/** A round length for the scale bar: metres, not longer than `most`. */
export function roundLength(most) {
  const power = 10 ** Math.floor(Math.log10(most));
  return power * ([5, 2, 1].find((n) => n * power <= most) ?? 1);
}

/** What a track can be coloured by: the value of a point, its ends, and which of them is good. */
export const MEASURES = {
  speed: {
    name: "Speed",
    of: ({ speed }) => speed,
    low: 0,
    high: () => inUnit(80),
  },
  altitude: { name: "Altitude", of: ({ altitude }) => altitude, unit: "m" },
  gsm: {
    name: "GSM quality",
    of: ({ signal }) => signal,
    low: 0,
    high: () => 31,
    quality: true,
  },
  gps: {
    name: "GPS quality",
    of: ({ fix, stale }) => fix ? stale : 0,
    low: 0,
    high: () => 120,
    quality: true,
  },
};

/** Green to red over yellow for qualities, blue to red for the rest; `share` is 0 to 1. */
export function shade(share, quality) {
  const part = Math.min(1, Math.max(0, share));
  return quality
    ? `hsl(${Math.round(part * 150)} 75% 42%)`
    : `hsl(${Math.round(230 - part * 220)} 75% 48%)`;
}
