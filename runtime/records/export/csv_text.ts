import { stringify } from "@std/csv";
import type { RecordDecl } from "../../contract/plugin.ts";
import type { NamedRecord } from "./records.ts";

/** Columns in front of a record's own. */
const HEAD = ["time", "number"] as const;

/** What a spreadsheet would work out instead of showing: a text that is no number but begins as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** A cell as it is; a text of a plugin, or of what the car answered, never runs in a spreadsheet. */
const cellOf = (value: number | string | null) =>
  typeof value === "string" && FORMULA.test(value) &&
    Number.isNaN(Number(value))
    ? `'${value}`
    : value;

/** Records as CSV, always with a header line, also without records. */
export function csvText(
  records: readonly NamedRecord[],
  decl: RecordDecl,
): string {
  const names = Object.keys(decl.fields);
  const rows = records.map(({ time, number, fields }) => [
    time,
    number,
    ...names.map((name) => cellOf(fields[name] ?? null)),
  ]);
  return stringify([[...HEAD, ...names], ...rows]);
}
