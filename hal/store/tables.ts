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
  record_summed: ["upto"],
} as const;

/** SQL: a block that is there gets wider where the new one reaches further; a wrong sum stays wrong. */
export const WIDER = `ON CONFLICT (type, block) DO UPDATE SET
  first = min(first, excluded.first), last = max(last, excluded.last),
  sum = iif(sum = checksum(type, block, first, last),
    checksum(type, block, min(first, excluded.first), max(last, excluded.last)), sum)
  WHERE excluded.first < first OR excluded.last > last`;

/** SQL: a count that is there grows; a wrong sum stays wrong. */
const MORE = `ON CONFLICT (type) DO UPDATE SET
  records = records + excluded.records,
  sum = iif(sum = checksum(type, records), checksum(type, records + excluded.records), sum)`;

/** SQL: records behind a number, found by it: SQLite would go through an index of all of them. */
const BEHIND = "record NOT INDEXED WHERE id > ?";
/** SQL: a record by its number, if it is of those that are summed up. */
const SUMMED_UP =
  "record WHERE id = ? AND id <= (SELECT upto FROM record_summed)";

/** SQL: times of records by type and block, with the row's sum; \`records\` says of which. */
export const blocksSql = (records: string) => `
  SELECT type, block, first, last, checksum(type, block, first, last) FROM (
    SELECT type, id / ${BLOCK} AS block, min(wall) AS first, max(wall) AS last
      FROM ${records} AND wall IS NOT NULL GROUP BY type, id / ${BLOCK}
  ) WHERE true`;

/** SQL: how many records of each type there are, with the row's sum; \`records\` says of which. */
const countsSql = (records: string) => `
  SELECT type, records, checksum(type, records) FROM (
    SELECT type, count(*) AS records FROM ${records} GROUP BY type
  ) WHERE true`;

/** SQL: all blocks, and all counts. */
export const BLOCKS = blocksSql("record WHERE true");
export const COUNTS = countsSql("record");
/** SQL: how many there are of each type behind a number. */
export const COUNTS_BEHIND = countsSql(BEHIND);

/** SQL: the number up to which all records are summed up, with the row's sum. */
export const ALL_SUMMED = `SELECT 1, upto, checksum(upto) FROM (
  SELECT coalesce(max(id), 0) AS upto FROM record)`;

const takeIn = (records: string): readonly string[] => [
  `INSERT INTO record_count ${countsSql(records)} ${MORE}`,
  `INSERT INTO record_block ${blocksSql(records)} ${WIDER}`,
];

/** SQL: takes in what was written behind a number. */
export const TAKE_IN = takeIn(BEHIND);

/** SQL: takes in a record that came in the place of a damaged one; others are taken in later. */
export const TAKE_IN_AGAIN = takeIn(SUMMED_UP);
