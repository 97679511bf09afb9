/**
 * History records for other programs: by name, as CSV and as GPX.
 * @module
 */
export { csvText } from "./csv_text.ts";
export { gpxText, hasPositions, wayText } from "./gpx_text.ts";
export { type NamedRecord, recordsOf, type Span, timeText } from "./records.ts";
export { segmentsOf } from "./way.ts";
