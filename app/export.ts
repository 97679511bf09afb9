/** `--export`: history records of one type as CSV, JSON or GPX. */
import { stringify } from "@std/csv";
import type { HistoryRecord, Store, Stored } from "../hal/mod.ts";
import type { RecordDecl } from "../runtime/plugin.ts";
import { gpxText } from "./gpx.ts";
import type { ExportFormat } from "./settings.ts";
import { timeText } from "./store_texts.ts";
import { UsageError } from "./usage_error.ts";

/** Columns in front of a record's own. */
const HEAD = ["time", "number"] as const;
/** Records read at a time. */
const PAGE = 1000;

/** A record with its fields by name: numbers, texts, or null for an empty field. */
export interface NamedRecord {
  /** Time in UTC; empty where it is not known. */
  readonly time: string;
  readonly number: number;
  readonly fields: Readonly<Record<string, number | string | null>>;
}

/** All records of a type in the order of their writing. */
export function recordsOf(
  store: Store,
  decl: RecordDecl,
  since: number | undefined,
): NamedRecord[] {
  const all: NamedRecord[] = [];
  let after = 0;
  for (;;) {
    const page = store.history({
      type: decl.type,
      after,
      limit: PAGE,
      ...(since === undefined ? {} : { since }),
    });
    all.push(...page.map((record) => named(record, decl)));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return all;
    after = last.id;
  }
}

function named(
  { at, number, data }: Stored<HistoryRecord>,
  { fields }: RecordDecl,
): NamedRecord {
  const values = data.split(",");
  return {
    time: timeText(at.wall),
    number,
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, column], i) => [
        name,
        valueOf(values[i], column === "text"),
      ]),
    ),
  };
}

function valueOf(
  text: string | undefined,
  isText: boolean,
): number | string | null {
  if (text === undefined || text === "") return null;
  const value = Number(text);
  return isText || Number.isNaN(value) ? text : value;
}

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
      return JSON.stringify(
        records.map(({ fields, ...head }) => ({ ...head, ...fields })),
        null,
        1,
      ) + "\n";
    case "csv":
      return csvText(records, Object.keys(decl.fields));
    case "gpx":
      if (!("latitude" in decl.fields && "longitude" in decl.fields)) {
        throw new UsageError(
          `${decl.type} has no positions, which GPX is for: choose csv or json`,
        );
      }
      return gpxText(records, decl.type);
  }
}

/** Always with a header line, also without records. */
function csvText(
  records: readonly NamedRecord[],
  names: readonly string[],
): string {
  const rows = records.map(({ time, number, fields }) => [
    time,
    number,
    ...names.map((name) => fields[name] ?? ""),
  ]);
  return stringify([[...HEAD, ...names], ...rows]);
}
