/** Where in the order of writing the records of a span of time are. */
import type { HistoryQuery } from "../mod.ts";
import { isSound } from "./checksum.ts";
import type { Database } from "./database.ts";
import { number, RowError } from "./row.ts";
import { BLOCK, blocksSql, SUMMED, WIDER } from "./tables.ts";

/** Numbers from `from` on and below `to`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Blocks from a number on, of a type or of all. */
const OF_ALL = "SELECT * FROM record_block WHERE block >= ? ORDER BY block";
const OF_TYPE =
  "SELECT * FROM record_block WHERE block >= ? AND type = ? ORDER BY block";

/** A block, and whether something of it may be in the span. */
interface Block {
  readonly from: number;
  readonly overlaps: boolean;
}

/**
 * Ranges of numbers, in their order, outside of which nothing is in the span. Neighbours are one, however
 * far apart: between them is nothing of the type. The last one has no end: what is not summed up yet, and
 * what the disk has no room for, is in no block.
 * @param upto up to which number records are summed up in blocks
 * @throws RowError where a block is not as it was written
 */
export function rangesOf(
  db: Database,
  upto: number,
  { type, since = -Infinity, until = Infinity, after = 0 }: HistoryQuery,
): readonly Range[] {
  const begin = Math.floor((after + 1) / BLOCK);
  const rows = type === undefined
    ? db.rows(OF_ALL, begin)
    : db.rows(OF_TYPE, begin, type);
  const blocks = rows.map((row): Block => {
    if (!isSound(row, SUMMED.record_block)) throw new RowError("a block");
    return {
      from: number(row, "block") * BLOCK,
      overlaps: number(row, "first") < until && number(row, "last") >= since,
    };
  }).filter(({ from }) => from <= upto);
  const end = (blocks.at(-1)?.from ?? after + 1 - BLOCK) + BLOCK;
  const rest = { from: Math.min(end, upto + 1), overlaps: true };
  return joined([...blocks, rest]);
}

/** Blocks of all types have one of each number for each of them. */
function joined(blocks: readonly Block[]): readonly Range[] {
  const ranges: Range[] = [];
  const overlapping = new Set(
    blocks.filter(({ overlaps }) => overlaps).map(({ from }) => from),
  );
  let begin: number | undefined;
  for (const from of new Set(blocks.map((block) => block.from))) {
    if (overlapping.has(from)) begin ??= from;
    else if (begin !== undefined) {
      ranges.push({ from: begin, to: from });
      begin = undefined;
    }
  }
  return begin === undefined
    ? ranges
    : [...ranges, { from: begin, to: Infinity }];
}

/** Sees to it that the blocks reach as far as records do, which may have been damaged when they were summed up. */
export function widen(db: Database, { from, to }: Range): void {
  db.run(
    `INSERT INTO record_block ${
      blocksSql("record WHERE id >= ? AND id < ?")
    } ${WIDER}`,
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
