import type { HistoryRecord } from "../../hal/mod.ts";
import { Pace } from "./pace.ts";
import type { Column, RecordDecl, Recorder } from "../contract/plugin.ts";

/** What recorders need of the runtime. */
export interface RecorderSource {
  readonly now: () => number;
  /** Whether somebody looks on, so that nothing is to be held back. */
  readonly watched: () => boolean;
  /** Keeps a record, and queues it for the server. */
  readonly record: (record: HistoryRecord, queue: boolean) => void;
}

/** Record numbers whose last fields are remembered. */
const REMEMBERED = 256;

type AnyRow = Readonly<Record<string, number | string>>;

/** Makes what a plugin writes records of one kind with. */
export function recorder(
  decl: RecordDecl,
  { record, now, watched }: RecorderSource,
): Recorder<Record<string, never>> {
  const { type, lifetime, keep = lifetime, send = true } = decl;
  const pace = decl.pace && new Pace(decl.pace);
  const rowText = rowTexts(decl), last = new Map<number, string>();
  /** Numbers whose last record the server does not have. */
  const owed = new Set<number>();
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
    write: (number, row) => put(number, rowText(row), true),
    writeChanged: (number, row) => {
      const data = rowText(row), changed = last.get(number) !== data;
      if (!changed && !owed.has(number)) return;
      const due = !pace || watched() || pace.allows(number, now());
      if (changed || due) put(number, data, due);
    },
  };
}

/** Makes texts of rows: the fields in the order of the declaration, joined by commas. */
function rowTexts({ fields }: RecordDecl): (row: AnyRow) => string {
  const columns = Object.entries(fields);
  return (row) =>
    columns.map(([name, column]) => fieldText(row[name] ?? "", column))
      .join(",");
}

function fieldText(value: number | string, column: Column): string {
  if (typeof value === "string") return value;
  // Most are whole numbers, for which there is a shorter way than toFixed
  if (column === "text" || column === 0 && Number.isSafeInteger(value)) {
    return String(value);
  }
  return value.toFixed(column);
}
