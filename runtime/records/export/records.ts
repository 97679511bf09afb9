/** History records with their fields by name, as exports and the web console hand them out. */
import type {
  HistoryQuery,
  HistoryRecord,
  Store,
  Stored,
} from "../../../hal/mod.ts";
import type { RecordDecl } from "../../contract/plugin.ts";

/** Records read at a time. */
const PAGE = 1000;

/** A record with its fields by name: numbers, texts, or null for an empty field. */
export interface NamedRecord {
  /** Its number in the store, for paging. */
  readonly id: number;
  /** Time in UTC; empty where it is not known. */
  readonly time: string;
  readonly number: number;
  readonly fields: Readonly<Record<string, number | string | null>>;
}

/** Which records of a type; times are wall times in ms. */
export type Span = {
  readonly [K in "since" | "until" | "after" | "limit"]?:
    | HistoryQuery[K]
    | undefined;
};

/** Records of a type in the order of their writing; without a limit all of them. */
export function recordsOf(
  store: Store,
  decl: RecordDecl,
  { limit = Infinity, after: first = 0, since, until }: Span = {},
): NamedRecord[] {
  const all: NamedRecord[] = [];
  const span = {
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
  let after = first;
  while (all.length < limit) {
    const wanted = Math.min(PAGE, limit - all.length);
    const page = store.history({
      ...span,
      type: decl.type,
      after,
      limit: wanted,
    });
    all.push(...page.map((record) => named(record, decl)));
    const last = page.at(-1);
    if (last === undefined || page.length < wanted) break;
    after = last.id;
  }
  return all;
}

function named(
  { id, at, number, data }: Stored<HistoryRecord>,
  { fields }: RecordDecl,
): NamedRecord {
  const values = data.split(","), end = Object.keys(fields).length - 1;
  return {
    id,
    time: timeText(at.wall),
    number,
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, column], i) => [
        name,
        column === "text" && i === end
          ? values.slice(i).join() || null
          : valueOf(values[i], column === "text"),
      ]),
    ),
  };
}

function valueOf(
  text: string | undefined,
  isText: boolean,
): number | string | null {
  if (text === undefined || text === "") return null;
  const value = Number(text);
  return isText || Number.isNaN(value) ? text : value;
}

/** A time as people read it, in UTC; empty where it is not known. */
export function timeText(wall: number | undefined): string {
  return wall === undefined
    ? ""
    : new Date(wall).toISOString().slice(0, 19) + "Z";
}
