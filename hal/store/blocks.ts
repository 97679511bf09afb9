/** Where in the order of writing the records of a span of time are. */
import type { HistoryQuery } from "../mod.ts";
import type { Database } from "./database.ts";
import type { Reader } from "./reader.ts";
import { number } from "./row.ts";
import { BLOCK, WIDER } from "./tables.ts";

/** Numbers from `from` on and below `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Which blocks there are, and whether something of each may be in the span. */
const OVERLAPS = "first < ? AND last >= ? AS overlaps";
const OF_TYPE = `SELECT block, ${OVERLAPS} FROM record_block
  WHERE type = ? AND block >= ? ORDER BY block`;
const OF_ALL = `SELECT block, ${OVERLAPS} FROM (
    SELECT block, min(first) AS first, max(last) AS last FROM record_block
      WHERE block >= ? GROUP BY block
  ) ORDER BY block`;

/**
 * Ranges of numbers, in their order, outside of which nothing is in the span. Neighbours are one, however
 * far apart: between them is nothing of the type. The last one has no end, as what the disk has no room
 * for is in no block.
 */
export function rangesOf(
  reader: Reader,
  { type, since = -Infinity, until = Infinity, after = 0 }: HistoryQuery,
): readonly Range[] {
  const first = Math.floor((after + 1) / BLOCK), span = [until, since];
  const blocks = reader.all(
    type === undefined ? OF_ALL : OF_TYPE,
    [...span, ...(type === undefined ? [] : [type]), first],
    (row) => ({
      from: number(row, "block") * BLOCK,
      overlaps: number(row, "overlaps") === 1,
    }),
  );
  const end = (blocks.at(-1)?.from ?? after + 1 - BLOCK) + BLOCK;
  const ranges: Range[] = [];
  let begin: number | undefined;
  for (const { from, overlaps } of [...blocks, { from: end, overlaps: true }]) {
    if (overlaps) begin ??= from;
    else if (begin !== undefined) {
      ranges.push({ from: begin, to: from });
      begin = undefined;
    }
  }
  return [...ranges, { from: begin ?? end, to: Infinity }];
}

/** Sees to it that the blocks reach as far as records do: a bit may have flipped in them, too. */
export function widen(db: Database, { from, to }: Range): void {
  db.run(
    `INSERT INTO record_block
      SELECT type, id / ${BLOCK}, min(wall), max(wall) FROM record
        WHERE id >= ? AND id < ? AND wall IS NOT NULL GROUP BY type, id / ${BLOCK}
      ${WIDER}`,
    from,
    to,
  );
}

/** Drops blocks of which no record is left, where records were dropped. */
export function dropEmpty(db: Database, dropped: readonly number[]): void {
  const blocks = new Set(dropped.map((id) => Math.floor(id / BLOCK)));
  db.run(
    `DELETE FROM record_block WHERE block IN (SELECT value FROM json_each(?))
      AND NOT EXISTS (SELECT 1 FROM record WHERE record.type = record_block.type
        AND record.id >= block * ${BLOCK} AND record.id < (block + 1) * ${BLOCK})`,
    JSON.stringify([...blocks]),
  );
}
