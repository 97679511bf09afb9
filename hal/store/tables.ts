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

/** Columns of what is summed up over the records, which a row's sum is made over as well. */
export const SUMMED = {
  record_count: ["type", "records"],
  record_block: ["type", "block", "first", "last"],
} as const;

/** SQL: a block that is there gets wider where the new one reaches further; a wrong sum stays wrong. */
export const WIDER = `ON CONFLICT (type, block) DO UPDATE SET
  first = min(first, excluded.first), last = max(last, excluded.last),
  sum = iif(sum = checksum(type, block, first, last),
    checksum(type, block, min(first, excluded.first), max(last, excluded.last)), sum)
  WHERE excluded.first < first OR excluded.last > last`;

/** SQL: times of all records by type and block, with the row's sum; \`where\` says of which. */
export const blocksSql = (where: string) => `
  SELECT type, block, first, last, checksum(type, block, first, last) FROM (
    SELECT type, id / ${BLOCK} AS block, min(wall) AS first, max(wall) AS last
      FROM record WHERE wall IS NOT NULL AND ${where} GROUP BY type, id / ${BLOCK}
  ) WHERE true`;

/** SQL: how many records of each type there are, with the row's sum. */
export const COUNTS = `SELECT type, records, checksum(type, records) FROM (
  SELECT type, count(*) AS records FROM record GROUP BY type)`;
