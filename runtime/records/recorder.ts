import type { HistoryRecord } from "../../hal/mod.ts";
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
  const last = new Map<number, string>();
  /** Numbers whose last record the server does not have. */
  const owed = new Set<number>();
  const isWanted = () => form === undefined || wants(forms(), form);
  const all = rowTexts(columnsOf(decl));
  const first = rowTexts(columnsOf(decl, decl.currentFrom));
  const text = (row: AnyRow) =>
    wants(forms(), "current") ? all(row) : first(row);
  const put = (number: number, data: string, queue: boolean) => {
    if (last.size >= REMEMBERED) {
      last.clear();
      owed.clear();
    }
    last.set(number, data);
    if (queue) owed.delete(number);
    else owed.add(number);
    const kept = Math.max(keep, lifetime);
    record({ type, number, lifetime, keep: kept, data }, send && queue);
  };
  return {
    write: (number, row) => {
      const wanted = isWanted();
      if (wanted || form !== "current") put(number, text(row), wanted);
    },
    writeChanged: (number, row) => {
      const wanted = isWanted();
      if (!wanted && form === "current") return;
      const data = text(row), changed = last.get(number) !== data;
      if (!changed && !(wanted && owed.has(number))) return;
      const due = wanted &&
        (watched() || (pace()?.allows(number, now()) ?? true));
      if (changed || due) put(number, data, due);
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

/** Makes texts of rows, joined by commas. */
function rowTexts(columns: Columns): (row: AnyRow) => string {
  return (row) => {
    let text = "";
    for (const [name, column] of columns) {
      text += `${fieldText(row[name] ?? "", column)},`;
    }
    return text.slice(0, -1);
  };
}

function fieldText(value: number | string, column: Column): string {
  if (typeof value === "string") return value;
  // Most are whole numbers, for which there is a shorter way than toFixed
  if (column === "text" || column === 0 && Number.isSafeInteger(value)) {
    return String(value);
  }
  return value.toFixed(column);
}
