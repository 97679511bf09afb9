/**
 * Sums over rows. A bit that flips on a memory card changes a value without a word: SQLite has no
 * checksum of its own. So each row carries one over its other columns, in their order.
 */
import { type Row, RowError } from "./row.ts";

/** FNV-1a, 32 bits: tells any two texts of a row apart that differ in one place. */
const BASIS = 0x811c9dc5, PRIME = 0x01000193;

/** Sum over the values of a row; numbers count the same whether they come as number or bigint. */
export function checksum(values: readonly unknown[]): number {
  const text = values.join("\0");
  let sum = BASIS;
  for (let at = 0; at < text.length; at++) {
    sum = Math.imul(sum ^ text.charCodeAt(at), PRIME);
  }
  return sum >>> 0;
}

/** Sum over the sums of rows, in whatever order they come. */
export function sumOf(sums: Iterable<number>): number {
  let all = 0;
  for (const sum of sums) all = (all + sum) >>> 0;
  return all;
}

/**
 * Checks a row as it was read. Rows of earlier releases have no sum; nobody can tell about them.
 * @throws RowError when it is not as it was written
 */
export function checkRow(row: Row, columns: readonly string[]): void {
  if (row["sum"] !== null && !isSound(row, columns)) {
    throw new RowError("a row is not as it was written");
  }
}

/** Whether the row's sum is there and right. */
export function isSound(row: Row, columns: readonly string[]): boolean {
  return row["sum"] === checksum(columns.map((column) => row[column]));
}

/** SQL that is true for a row that is as it was written, or has no sum. */
export function soundSql(columns: readonly string[]): string {
  return `coalesce(sum = checksum(${columns.join(", ")}), true)`;
}

/** SQL that is true for a row that is as it was written: where all rows have sums, none is a damaged one. */
export function summedSql(columns: readonly string[]): string {
  return `coalesce(sum = checksum(${columns.join(", ")}), false)`;
}

/**
 * SQL for a change of some columns, sum included. A wrong sum stays wrong.
 * @param sound SQL that tells whether the row may be changed
 */
export function changeSql(
  columns: readonly string[],
  changes: Readonly<Record<string, string>>,
  sound = soundSql(columns),
): string {
  const set = Object.entries(changes).map(([column, to]) =>
    `${column} = ${to}`
  );
  const after = columns.map((column) => changes[column] ?? column).join(", ");
  return `${set.join(", ")}, sum = iif(${sound}, checksum(${after}), sum)`;
}
