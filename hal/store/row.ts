/** Rows as they come from the database, read with their types. */

/** One row, columns by name. */
export type Row = Readonly<Record<string, unknown>>;

/** A row does not hold what the schema promises. */
export class RowError extends Error {
  override readonly name = "RowError";
}

/** A text column. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === "string") return value;
  throw new RowError(`column ${column} holds no text`);
}

/** A number column. */
export function number(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === "number") return value;
  throw new RowError(`column ${column} holds no number`);
}

/** A number column that may be NULL. */
export function numberOrNone(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : number(row, column);
}
