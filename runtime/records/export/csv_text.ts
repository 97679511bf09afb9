import { stringify } from "@std/csv";
import type { RecordDecl } from "../../contract/plugin.ts";
import type { NamedRecord } from "./records.ts";

/** Columns in front of a record's own. */
const HEAD = ["time", "number"] as const;

/** Records as CSV, always with a header line, also without records. */
export function csvText(
  records: readonly NamedRecord[],
  decl: RecordDecl,
): string {
  const names = Object.keys(decl.fields);
  const rows = records.map(({ time, number, fields }) => [
    time,
    number,
    ...names.map((name) => fields[name] ?? ""),
  ]);
  return stringify([[...HEAD, ...names], ...rows]);
}
