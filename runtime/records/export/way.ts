/** A way in stretches of which somebody followed it. */

/** A point of a way; null is what nobody knows. */
export interface WayPoint {
  /** Degrees. */
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** m. */
  readonly altitude: number | null;
  /** Time in UTC; empty where it is not known. */
  readonly time: string;
}

/** A point whose place is known. */
export type PlacedPoint = WayPoint & {
  readonly latitude: number;
  readonly longitude: number;
};

/** Between two points of a car that drives is a minute at most; after more nobody knows its way, ms. */
const GAP = 150_000;

/**
 * The points of each stretch without a gap. One begins where a position is missing, and where more than
 * two and a half minutes are between two points.
 */
export function segmentsOf(points: readonly WayPoint[]): PlacedPoint[][] {
  const segments: PlacedPoint[][] = [];
  let segment: PlacedPoint[] = [], last: number | undefined;
  for (const point of points) {
    const { latitude, longitude, time } = point;
    const at = time === "" ? undefined : Date.parse(time);
    const far = at !== undefined && last !== undefined && at - last > GAP;
    const known = latitude !== null && longitude !== null;
    if (segment.length > 0 && (far || !known)) {
      segments.push(segment);
      segment = [];
    }
    last = at;
    if (known) segment.push({ ...point, latitude, longitude });
  }
  return segment.length > 0 ? [...segments, segment] : segments;
}
