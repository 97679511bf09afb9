import type { RecordDecl } from "../../contract/plugin.ts";
import type { NamedRecord } from "./records.ts";
import { type PlacedPoint, segmentsOf, type WayPoint } from "./way.ts";

/** Whether records of this kind have positions, which GPX is for. */
export function hasPositions({ fields }: RecordDecl): boolean {
  return "latitude" in fields && "longitude" in fields;
}

/**
 * Points as a GPX 1.1 track. Where a position is missing, and where more than two and a half minutes
 * are between two points, another segment begins.
 */
export function wayText(points: readonly WayPoint[], name: string): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gpx version="1.1" creator="OVMS Edge" xmlns="http://www.topografix.com/GPX/1/1">',
    `<trk><name>${escaped(name)}</name>`,
    ...segmentsOf(points).flatMap((segment) => [
      "<trkseg>",
      ...segment.map(pointText),
      "</trkseg>",
    ]),
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

function pointText(
  { latitude, longitude, altitude, time }: PlacedPoint,
): string {
  const height = altitude === null ? "" : `<ele>${decimal(altitude, 1)}</ele>`;
  const when = time === "" ? "" : `<time>${time}</time>`;
  // The meridian opposite Greenwich is west in GPX
  const east = decimal(longitude, 6);
  return `<trkpt lat="${decimal(latitude, 6)}" lon="${
    east === "180" ? "-180" : east
  }">${height}${when}</trkpt>`;
}

/** A GPX number is a decimal one; JavaScript writes exponents from the seventh digit on only. */
const decimal = (value: number, digits: 1 | 6) =>
  String(Number(value.toFixed(digits)));

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
