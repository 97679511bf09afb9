import type { RecordDecl } from "../../contract/plugin.ts";
import type { NamedRecord } from "./records.ts";

/** Whether records of this kind have positions, which GPX is for. */
export function hasPositions({ fields }: RecordDecl): boolean {
  return "latitude" in fields && "longitude" in fields;
}

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

/** Between two points of a car that drives is a minute at most; after more nobody knows its way, ms. */
const GAP = 150_000;

/**
 * Points as a GPX 1.1 track. Where a position is missing, and where more than two and a half minutes
 * are between two points, another segment begins.
 */
export function wayText(points: readonly WayPoint[], name: string): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gpx version="1.1" creator="OVMS Edge" xmlns="http://www.topografix.com/GPX/1/1">',
    `<trk><name>${escaped(name)}</name>`,
    ...segmentsOf(points).flatMap((
      segment,
    ) => ["<trkseg>", ...segment, "</trkseg>"]),
    "</trk>",
    "</gpx>",
    "",
  ].join("\n");
}

/**
 * Records with `latitude` and `longitude` as such a track. Those that say they had no fix, and those
 * without a position, are gaps.
 */
export function gpxText(records: readonly NamedRecord[], name: string): string {
  return wayText(records.map(wayPoint), name);
}

function wayPoint({ time, fields }: NamedRecord): WayPoint {
  const number = (name: string) => {
    const value = fields[name];
    return typeof value === "number" && fields["fix"] !== 0 ? value : null;
  };
  return {
    latitude: number("latitude"),
    longitude: number("longitude"),
    altitude: number("altitude"),
    time,
  };
}

/** The points of each stretch without a gap. */
function segmentsOf(points: readonly WayPoint[]): readonly string[][] {
  const segments: string[][] = [];
  let segment: string[] = [], last: number | undefined;
  for (const { latitude, longitude, altitude, time } of points) {
    const at = time === "" ? undefined : Date.parse(time);
    const far = at !== undefined && last !== undefined && at - last > GAP;
    const known = latitude !== null && longitude !== null;
    if (segment.length > 0 && (far || !known)) {
      segments.push(segment);
      segment = [];
    }
    last = at;
    if (known) segment.push(pointText(latitude, longitude, altitude, time));
  }
  return segment.length > 0 ? [...segments, segment] : segments;
}

function pointText(
  latitude: number,
  longitude: number,
  altitude: number | null,
  time: string,
): string {
  const height = altitude === null ? "" : `<ele>${decimal(altitude, 1)}</ele>`;
  const when = time === "" ? "" : `<time>${time}</time>`;
  return `<trkpt lat="${decimal(latitude, 6)}" lon="${
    decimal(longitude, 6)
  }">${height}${when}</trkpt>`;
}

/** A GPX number is a decimal one; JavaScript writes exponents from the seventh digit on only. */
const decimal = (value: number, digits: 1 | 6) =>
  String(Number(value.toFixed(digits)));

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
