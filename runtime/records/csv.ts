/**
 * CSV, behind the specifier `@std/csv`.
 *
 * JSR cannot be reached everywhere this project is built, so these two functions offer the
 * documented part of `@std/csv` 1.x that the project uses, on top of two packages of npm. Mapping
 * the specifier to `jsr:@std/csv@^1.0.6` in `deno.json` switches over to the original.
 * @module
 */
import { CsvError, parse as parseRows } from "csv-parse/sync";
import { stringify as joinRows } from "csv-stringify/sync";

/** How {@linkcode parse} reads. */
export interface ParseOptions {
  /** Character between fields, a comma by default. */
  readonly separator?: string;
  /** Lines that begin with this character are left out; none by default. */
  readonly comment?: string;
  /** Leaves out blanks in front of a field. */
  readonly trimLeadingSpace?: boolean;
  /** Accepts quotation marks where they do not belong. */
  readonly lazyQuotes?: boolean;
  /** Number of fields that every row must have; 0: as many as the first one; else not checked. */
  readonly fieldsPerRecord?: number;
  /** The first row holds no data, but the names of the columns unless `columns` gives them. */
  readonly skipFirstRow?: boolean;
  /** Names of the columns. */
  readonly columns?: readonly string[];
}

/** A row as an object: with `columns` known to the compiler, each of them is there. */
export type RecordWithColumn<C extends string> = string extends C
  ? Record<string, string | undefined>
  : Record<C, string>;

/** What {@linkcode parse} gives for its options: rows of strings, or objects where names are known. */
export type ParseResult<Options, T> = T extends
  Options & { readonly columns: readonly (infer C extends string)[] }
  ? RecordWithColumn<C>[]
  : T extends Options & { readonly skipFirstRow: true }
    ? Record<string, string | undefined>[]
  : T extends Options & {
    readonly columns?: undefined;
    readonly skipFirstRow?: false | undefined;
  } ? string[][]
  : Record<string, string | undefined>[] | string[][];

/** A row and the line on which it ends, counted from 1. */
interface Row {
  readonly fields: readonly string[];
  readonly line: number;
}

/**
 * Reads CSV. Empty lines are left out.
 * @throws SyntaxError on a wrong number of fields and on quotation marks that do not fit
 */
export function parse(input: string): string[][];
export function parse<const T extends ParseOptions>(
  input: string,
  options: T,
): ParseResult<ParseOptions, T>;
export function parse(
  input: string,
  options: ParseOptions = {},
): Record<string, string | undefined>[] | string[][] {
  const rows = readRows(input, options);
  if (!options.skipFirstRow && options.columns === undefined) {
    return rows.map(({ fields }) => [...fields]);
  }
  const first = options.skipFirstRow ? rows.shift() : undefined;
  const names = options.columns ?? first?.fields;
  if (names === undefined) {
    throw new TypeError(
      "There is no first row to name the columns: expected a line of names",
    );
  }
  return rows.map((row) => nameFields(row, names));
}

function readRows(input: string, options: ParseOptions): Row[] {
  const rows: Row[] = [];
  try {
    parseRows(input, {
      bom: true,
      delimiter: options.separator ?? ",",
      comment: options.comment ?? null,
      comment_no_infix: true,
      ltrim: options.trimLeadingSpace ?? false,
      relax_quotes: options.lazyQuotes ?? false,
      relax_column_count: true,
      record_delimiter: ["\r\n", "\n"],
      skip_empty_lines: true,
      on_record(fields: string[], { lines }) {
        rows.push({ fields, line: lines });
        return null;
      },
    });
  } catch (error) {
    throw asSyntaxError(error);
  }
  const expected = options.fieldsPerRecord || rows[0]?.fields.length || 0;
  if (options.fieldsPerRecord !== undefined && options.fieldsPerRecord >= 0) {
    for (const row of rows) checkLength(row, expected);
  }
  return rows;
}

function checkLength({ fields, line }: Row, expected: number): void {
  if (fields.length === expected) return;
  throw new SyntaxError(
    `Syntax error on line ${line}: expected ${expected} fields, got ${fields.length}`,
  );
}

function nameFields(
  row: Row,
  names: readonly string[],
): Record<string, string | undefined> {
  checkLength(row, names.length);
  return Object.fromEntries(names.map((name, n) => [name, row.fields[n]]));
}

/** The parser's own errors carry line and field; they count fields from 0. */
function asSyntaxError(error: unknown): unknown {
  if (!(error instanceof CsvError)) return error;
  const { lines, column } = error;
  const field = typeof column === "number" ? column + 1 : column;
  return new SyntaxError(
    `Syntax error on line ${lines}, column ${field}: ${error.message}`,
    { cause: error },
  );
}

/** Key of an object or index of an array. */
export type PropertyAccessor = number | string;

/** A column with a name of its own. */
export interface ColumnDetails {
  /** Name in the header; by default the last accessor. */
  readonly header?: string;
  /** Where the value is; an array leads into nested objects. */
  readonly prop: PropertyAccessor | readonly PropertyAccessor[];
}

/** A column: where its value is, and perhaps its name. */
export type Column =
  | ColumnDetails
  | PropertyAccessor
  | readonly PropertyAccessor[];

/** A row to write. */
export type DataItem = Readonly<Record<string, unknown>> | readonly unknown[];

/** How {@linkcode stringify} writes. */
export interface StringifyOptions {
  /** Writes the names of `columns` as first line, which is the default. */
  readonly headers?: boolean;
  /** Character between fields, a comma by default. */
  readonly separator?: string;
  /** Which values make a row; needed for objects. */
  readonly columns?: readonly Column[];
  /** Begins with a byte order mark, as some spreadsheets want it. */
  readonly bom?: boolean;
}

/**
 * Writes CSV with lines that end in CR LF.
 * @throws TypeError for objects without `columns`, and for a separator that cannot be told from the rest
 */
export function stringify(
  data: readonly DataItem[],
  options: StringifyOptions = {},
): string {
  const { headers = true, separator = ",", columns = [], bom = false } =
    options;
  if (separator.includes('"') || separator.includes("\r\n")) {
    throw new TypeError(
      `The separator ${
        JSON.stringify(separator)
      } contains a quotation mark or a line end: choose another`,
    );
  }
  const paths = columns.map(pathOf);
  const rows = data.map((item) => valuesOf(item, paths).map(textOf));
  if (headers && columns.length > 0) rows.unshift(columns.map(nameOf));
  return joinRows(rows, {
    bom,
    delimiter: separator,
    record_delimiter: "\r\n",
    quoted_match: /\n/,
  });
}

function isPath(
  prop: Column,
): prop is readonly PropertyAccessor[] {
  return Array.isArray(prop);
}

function pathOf(column: Column): readonly PropertyAccessor[] {
  if (typeof column !== "object") return [column];
  if (isPath(column)) return column;
  return pathOf(column.prop);
}

function nameOf(column: Column): string {
  const named = typeof column === "object" && !isPath(column);
  return (named ? column.header : undefined) ?? String(pathOf(column).at(-1));
}

function valuesOf(
  item: DataItem,
  paths: readonly (readonly PropertyAccessor[])[],
): readonly unknown[] {
  if (paths.length > 0) return paths.map((path) => path.reduce(enter, item));
  if (Array.isArray(item)) return item;
  throw new TypeError(
    "No property accessor function was provided for object: name the columns",
  );
}

/** The member of a value that an accessor means; a value without members stays what it is. */
function enter(value: unknown, accessor: PropertyAccessor): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value) && typeof accessor !== "number") {
    throw new TypeError(
      `Property accessor is not of type "number": "${accessor}" names no element of an array`,
    );
  }
  return Reflect.get(value, accessor);
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
