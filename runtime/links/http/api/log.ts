import * as v from "valibot";
import { told } from "../../../contract/texts.ts";
import {
  type Level,
  LEVELS,
  type LogBook,
  type LogEntry,
} from "../../../log.ts";
import { timeText } from "../../../records/export/mod.ts";
import type { Say } from "../answers/told.ts";
import { route } from "./route.ts";
import { timeAnswer, whole } from "./schemas.ts";

/** Entries of one answer. */
const MOST = 500;

/** What was logged. */
export const logAnswer = v.object({
  entries: v.array(v.object({
    number: v.number(),
    time: timeAnswer,
    level: v.picklist(LEVELS),
    category: v.string(),
    event: told,
    /** What else was told of it. */
    details: v.array(v.object({ name: told, text: told })),
  })),
  /** Categories of all that is kept: what they are called. */
  categories: v.record(v.string(), told),
  /** Number of the newest entry: what comes next is behind it. */
  last: v.number(),
  /** Whether there are more, older ones, that fit. */
  more: v.boolean(),
});

/** The log, as long as it is in memory. */
export const logRoutes = (book: LogBook) => [
  route({
    method: "get",
    path: "/log",
    summary:
      "The newest of what the program logged since it started, from a level on, of a category, with a text",
    owner: true,
    query: v.object({
      level: v.optional(v.picklist(LEVELS), "debug"),
      category: v.optional(v.pipe(v.string(), v.maxLength(40)), ""),
      text: v.optional(v.pipe(v.string(), v.maxLength(100)), ""),
      after: v.optional(whole(0, 1e15), "0"),
      before: v.optional(whole(1, 1e15)),
    }),
    answer: logAnswer,
    run(
      { query: { level, category, text, after, before = Infinity } },
      { say },
    ) {
      const { entries } = book;
      const fit = entries.filter((entry) =>
        entry.number > after && entry.number < before &&
        rank(entry.level) >= rank(level) &&
        (category === "" || entry.category === category) &&
        (text === "" || has(entry, text.toLowerCase(), say))
      );
      return {
        entries: fit.slice(-MOST).map(({ at, details, ...entry }) => ({
          ...entry,
          time: timeText(at),
          details: Object.entries(details)
            .map(([name, text]) => ({ name, text })),
        })),
        categories: Object.fromEntries(
          entries.map(({ category }) => category).sort()
            .map((category) => [category, category]),
        ),
        last: entries.at(-1)?.number ?? 0,
        more: fit.length > MOST,
      };
    },
  }),
];

/** Whether an entry has a text, as it was written or as its reader sees it. */
function has({ event, details }: LogEntry, wanted: string, say: Say): boolean {
  const written = [event, ...Object.entries(details).flat()];
  return [...written, ...written.map(say)]
    .some((one) => one.toLowerCase().includes(wanted));
}

function rank(level: Level): number {
  return LEVELS.indexOf(level);
}
