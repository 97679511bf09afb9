/** Columns that a row's sum is made over, in their order. */

/** Number and time, which journal, records and outbox share. */
export const STAMP = ["id", "wall", "run", "monotonic"] as const;

/** The tables whose rows have a sum. */
export const COLUMNS = {
  setting: ["section", "key", "value"],
  journal: [...STAMP, "who", "what", "key", "old", "new"],
  record: [
    ...STAMP,
    "type",
    "number",
    "lifetime",
    "keep",
    "data",
    "queued",
  ],
  outbox: [...STAMP, "channel", "kind", "text", "state", "tries", "error"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Tables whose rows are known by a number. */
export type Numbered = "journal" | "record" | "outbox";

/** SQL that inserts or replaces a row; a `?` for each column and the sum. */
export function insertSql(
  into: string,
  table: keyof typeof COLUMNS,
  how = "INSERT",
): string {
  const columns = [...COLUMNS[table], "sum"];
  return `${how} INTO ${into} (${columns.join(", ")}) VALUES (${
    columns.map(() => "?").join(", ")
  })`;
}

/** Numbers of records whose times are summed up in one row. Part of the schema: never changed. */
export const BLOCK = 4096;

/** SQL: a block that is there gets wider where the new one reaches further, and is else left alone. */
export const WIDER = `ON CONFLICT (type, block) DO UPDATE
  SET first = min(first, excluded.first), last = max(last, excluded.last)
  WHERE excluded.first < first OR excluded.last > last`;
