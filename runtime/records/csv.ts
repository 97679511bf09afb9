/**
 * CSV, behind the specifier `@std/csv`.
 *
 * JSR cannot be reached everywhere this project is built, so these two functions offer what it uses of
 * `@std/csv` 1.x, as documented, on top of two packages of npm. Mapping the specifier to
 * `jsr:@std/csv@^1.0.6` in `deno.json` switches over to the original.
 * @module
 */
import { parse as parseRows } from "csv-parse/sync";
import { stringify as joinRows } from "csv-stringify/sync";

/** A row as an object, by the names of the first row. */
export type NamedRow = Record<string, string | undefined>;

/**
 * Reads CSV. Empty lines are left out.
 * @throws SyntaxError where the lines are no CSV
 */
export function parse(input: string): string[][];
export function parse(
  input: string,
  options: { readonly skipFirstRow: true },
): NamedRow[];
export function parse(
  input: string,
  { skipFirstRow = false }: { readonly skipFirstRow?: boolean } = {},
): NamedRow[] | string[][] {
  try {
    return parseRows(input, {
      bom: true,
      columns: skipFirstRow,
      record_delimiter: ["\r\n", "\n"],
      relax_column_count: !skipFirstRow,
      skip_empty_lines: true,
    });
  } catch (error) {
    throw error instanceof Error
      ? new SyntaxError(error.message, { cause: error })
      : error;
  }
}

/** Writes rows as CSV with lines that end in CR LF. */
export function stringify(rows: readonly (readonly unknown[])[]): string {
  return joinRows(rows.map((row) => row.map(textOf)), {
    record_delimiter: "\r\n",
    quoted_match: /\n/,
  });
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
