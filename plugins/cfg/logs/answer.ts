/** Entries of the controller's logs as the page gets them. */
import { told as said, v } from "ovms-edge";
import type { Row } from "./rows.ts";
import { isEmpty, keyTime, line, meaning, SPANS, spansOf } from "./texts.ts";
import type { Entries } from "./entries.ts";

/** One entry; what it does not have is null. */
const entry = v.object({
  n: v.number(),
  /** Four hexadecimal digits. */
  code: v.nullable(v.string()),
  text: said,
  class: v.nullable(said),
  /** Key hours of the last time, and of the first. */
  time: v.nullable(v.string()),
  first: v.nullable(v.string()),
  times: v.nullable(v.number()),
  data: v.nullable(v.string()),
  /** Lowest and highest values in V, V, A, rpm and °C. */
  spans: v.nullable(
    v.record(v.picklist(SPANS), v.tuple([v.string(), v.string()])),
  ),
});
/** Entries, and how many the log has. */
export const entriesAnswer = v.object({
  count: v.number(),
  entries: v.array(entry),
});

const NOTHING = {
  code: null,
  class: null,
  time: null,
  first: null,
  times: null,
  data: null,
  spans: null,
} as const;

function told(row: Row): Omit<v.InferInput<typeof entry>, "n"> {
  if (row.kind === "minmax") {
    return { ...NOTHING, text: line(row), spans: spansOf(row) };
  }
  const { text, class: of } = meaning(row);
  const fault = { ...NOTHING, code: row.code, text, class: of ?? null };
  switch (row.kind) {
    case "alert":
      return fault;
    case "event":
      return {
        ...fault,
        time: keyTime(row.hour, row.minSec),
        data: `${row.data1} ${row.data2} ${row.data3}`,
      };
    case "count":
      return {
        ...fault,
        time: keyTime(row.lastHour, row.lastMinSec),
        first: keyTime(row.firstHour, row.firstMinSec),
        times: row.count,
      };
  }
}

/** What the page is told; counters that never counted are left out. */
export function forPage(
  { first, rows, count }: Entries,
): v.InferInput<typeof entriesAnswer> {
  const entries = rows.flatMap((row, n) =>
    isEmpty(row) ? [] : [{ n: first + n, ...told(row) }]
  );
  return { count, entries };
}
