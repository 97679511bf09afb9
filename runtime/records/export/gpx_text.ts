import type { RecordDecl } from "../../contract/plugin.ts";
import type { NamedRecord } from "./records.ts";

/** Whether records of this kind have positions, which GPX is for. */
export function hasPositions({ fields }: RecordDecl): boolean {
  return "latitude" in fields && "longitude" in fields;
}

/**
 * Records with `latitude` and `longitude` as a GPX 1.1 track. Records that say they had no fix, and
 * those without a position, are left out.
 */
export function gpxText(records: readonly NamedRecord[], name: string): string {
  const points = records.flatMap(({ time, fields }) => {
    const { latitude, longitude, altitude, fix } = fields;
    if (typeof latitude !== "number" || typeof longitude !== "number") {
      return [];
    }
    if (fix === 0) return [];
    const height = typeof altitude === "number" ? `<ele>${altitude}</ele>` : "";
    const when = time === "" ? "" : `<time>${time}</time>`;
    return [
      `<trkpt lat="${latitude}" lon="${longitude}">${height}${when}</trkpt>`,
    ];
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gpx version="1.1" creator="OVMS Edge" xmlns="http://www.topografix.com/GPX/1/1">',
    `<trk><name>${escaped(name)}</name><trkseg>`,
    ...points,
    "</trkseg></trk>",
    "</gpx>",
    "",
  ].join("\n");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
