import type { HistoryRecord } from "../../hal/mod.ts";
import { fixed } from "../contract/units.ts";
import { Pace } from "./pace.ts";
import type {
  Column,
  RecordDecl,
  Recorder,
  RecordForm,
} from "../contract/plugin.ts";

/** Which forms of records the owner's server and apps want. */
export type WantedForms = RecordForm | "both";

/** What recorders need of the runtime. */
export interface RecorderSource {
  readonly now: () => number;
  /** Whether somebody looks on, so that nothing is to be held back. */
  readonly watched: () => boolean;
  /** Which forms of records are sent. */
  readonly forms: () => WantedForms;
  /** Keeps a record, and queues it for the server. */
  readonly record: (record: HistoryRecord, queue: boolean) => void;
}

/** Characters of a row at most: a message of the server protocol has no more. */
const LONGEST = 8000;
/** Record numbers whose last fields are remembered. */
const REMEMBERED = 256;

type AnyRow = Readonly<Record<string, number | string | null>>;

/** Makes what a plugin writes records of one kind with. */
export function recorder(
  decl: RecordDecl,
  { record, now, watched, forms }: RecorderSource,
): Recorder<Record<string, never>> {
  const { type, lifetime, keep = lifetime, form, send = true } = decl;
  const alone = decl.pace && new Pace(decl.pace);
  const shared = decl.pace?.both && new Pace(decl.pace.both);
  const pace = () => forms() === "both" && shared || alone;
  const last = new Map<number, LastRow>();
  /** Numbers whose last record the server does not have. */
  const owed = new Set<number>();
  const all = new RowText(columnsOf(decl));
  const first = new RowText(columnsOf(decl, decl.currentFrom));
  /** Whether the server wants it, and as which text; undefined for what is not kept either. */
  const present = (): Present | undefined => {
    const wanted = forms(),
      isWanted = form === undefined || wants(wanted, form);
    if (!isWanted && form === "current") return undefined;
    return { isWanted, text: wants(wanted, "current") ? all : first };
  };
  const put = (number: number, row: LastRow, queue: boolean) => {
    // It is stored later, together with those of others
    checkNumber(type, number);
    if (last.size >= REMEMBERED) {
      last.clear();
      owed.clear();
    }
    last.set(number, row);
    if (queue) owed.delete(number);
    else owed.add(number);
    const kept = Math.max(keep, lifetime), { data } = row;
    record({ type, number, lifetime, keep: kept, data }, send && queue);
  };
  const putChanged = (
    number: number,
    row: LastRow,
    isNew: boolean,
    isWanted: boolean,
  ) => {
    if (!isNew && !(isWanted && owed.has(number))) return;
    const due = isWanted &&
      (watched() || (pace()?.allows(number, now()) ?? true));
    if (isNew || due) put(number, row, due);
  };
  return {
    write: (number, row) => {
      const { text, isWanted } = present() ?? {};
      if (text) put(number, lastRow(text, row), isWanted === true);
    },
    writeChanged: (number, row) => {
      const is = present(), before = last.get(number);
      if (!is) return;
      const next = lastRow(is.text, row, before);
      putChanged(number, next, next !== before, is.isWanted);
    },
    writeChangedOf: (number, of, row) => {
      const is = present(), before = last.get(number);
      if (!is) return;
      const isSame = before?.of === of && before.text === is.text;
      const next = isSame ? before : lastRow(is.text, row(), before);
      next.of = of;
      putChanged(number, next, next !== before, is.isWanted);
    },
  };
}

function wants(forms: WantedForms, form: RecordForm): boolean {
  return forms === "both" || forms === form;
}

type Columns = readonly (readonly [string, Column])[];

/** The columns in their order, up to the one that is the first to be left out. */
function columnsOf({ fields }: RecordDecl, end?: string): Columns {
  const columns = Object.entries(fields);
  const to = columns.findIndex(([name]) => name === end);
  return to < 0 ? columns : columns.slice(0, to);
}

/** The last record of a number. */
interface LastRow {
  readonly data: string;
  readonly text: RowText;
  /** The row that it was made of, once the same text came twice: the same row needs none. */
  values: readonly unknown[] | undefined;
  /** What its row follows from; NaN where nobody said so. */
  of: number;
}

/** How a record is written at present. */
interface Present {
  readonly isWanted: boolean;
  readonly text: RowText;
}

/** The record that a row gives; the one before where that is the same. */
function lastRow(text: RowText, row: AnyRow, before?: LastRow): LastRow {
  const alike = before && before.text === text ? before : undefined;
  if (alike?.values && text.has(row, alike.values)) return alike;
  const data = text.of(row);
  if (data.length > LONGEST) {
    throw new RangeError(
      `a record cannot be that long: expected at most ${LONGEST} characters`,
    );
  }
  if (before?.data !== data) {
    return { data, text, values: undefined, of: NaN };
  }
  if (alike) alike.values = text.values(row);
  return before;
}

/** Makes texts of rows, joined by commas. */
class RowText {
  readonly #names: readonly string[];
  readonly #columns: readonly Column[];

  constructor(columns: Columns) {
    this.#names = columns.map(([name]) => name);
    this.#columns = columns.map(([, column]) => column);
  }

  /** @throws RangeError for what its column cannot hold */
  of(row: AnyRow): string {
    const names = this.#names, columns = this.#columns, end = names.length - 1;
    let text = "";
    for (let k = 0; k <= end; k++) {
      const name = names[k] as string, column = columns[k] as Column;
      const value = row[name] ?? "";
      if (k > 0) text += ",";
      if (typeof value !== "number") {
        checkField(name, column, value);
        text += oneField(value, k === end);
      } else text += fieldText(value, column, name);
    }
    return text;
  }

  values(row: AnyRow): readonly unknown[] {
    return this.#names.map((name) => row[name]);
  }

  has(row: AnyRow, values: readonly unknown[]): boolean {
    const names = this.#names;
    for (let k = 0; k < names.length; k++) {
      if (row[names[k] as string] !== values[k]) return false;
    }
    return true;
  }
}

/** @throws RangeError for a number that a record cannot have */
export function checkNumber(type: string, number: unknown): void {
  if (Number.isSafeInteger(number)) return;
  throw new RangeError(
    `a record ${type} has a whole number, not ${String(number)}`,
  );
}

/** @throws RangeError for what a column cannot hold; null is what nobody knows */
export function checkField(name: string, column: Column, value: unknown): void {
  const fits = value === null || value === undefined || value === "" ||
    (typeof value === "number" ? Number.isFinite(value) : column === "text" &&
      typeof value === "string");
  if (fits) return;
  throw new RangeError(
    `column ${name} of a record cannot be ${String(value)}: expected a ${
      column === "text" ? "text" : "number"
    }, or null where nobody knows it`,
  );
}

function fieldText(value: number, column: Column, name: string): string {
  if (column === "text") return String(value);
  // Most are whole numbers or rounded to such, for which there is a shorter way than toFixed
  if (column === 0 && value >= 0 && value <= Number.MAX_SAFE_INTEGER) {
    return String(Math.round(value));
  }
  checkField(name, column, value);
  return fixed(value, column);
}

/** A text that ends neither its record nor its column; the last column has all that is left, commas too. */
function oneField(text: string, isLast: boolean): string {
  const line = text.replaceAll(/\p{Cc}+/gu, " ");
  return isLast ? line : line.replaceAll(",", ";");
}
