/** `--export`: history records of one type as CSV, JSON or GPX. */
import {
  csvText,
  gpxText,
  hasPositions,
  type NamedRecord,
} from "../../runtime/records/export/mod.ts";
import type { RecordDecl } from "../../runtime/contract/plugin.ts";
import type { ExportFormat } from "../action.ts";
import { UsageError } from "../usage_error.ts";

/**
 * Records as a file of the wanted format.
 * @throws UsageError for GPX of records without a position
 */
export function exportText(
  records: readonly NamedRecord[],
  decl: RecordDecl,
  format: ExportFormat,
): string {
  switch (format) {
    case "json":
      return jsonText(records);
    case "csv":
      return csvText(records, decl);
    case "gpx":
      if (!hasPositions(decl)) {
        throw new UsageError(
          `${decl.type} has no positions, which GPX is for: choose csv or json`,
        );
      }
      return gpxText(records, decl.type);
  }
}

function jsonText(records: readonly NamedRecord[]): string {
  const rows = records.map(({ time, number, fields }) => ({
    time,
    number,
    ...fields,
  }));
  return JSON.stringify(rows, null, 1) + "\n";
}
