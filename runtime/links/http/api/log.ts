import * as v from "valibot";
import { type Level, LEVELS, type LogBook } from "../../../log.ts";
import { timeText } from "../../../records/export/mod.ts";
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
    event: v.string(),
    details: v.string(),
  })),
  /** Categories of all that is kept. */
  categories: v.array(v.string()),
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
    run({ query: { level, category, text, after, before = Infinity } }) {
      const { entries } = book, wanted = text.toLowerCase();
      const fit = entries.filter((entry) =>
        entry.number > after && entry.number < before &&
        rank(entry.level) >= rank(level) &&
        (category === "" || entry.category === category) &&
        `${entry.event}\n${entry.details}`.toLowerCase().includes(wanted)
      );
      return {
        entries: fit.slice(-MOST).map(({ at, ...entry }) => ({
          ...entry,
          time: timeText(at),
        })),
        categories: [...new Set(entries.map(({ category }) => category))]
          .sort(),
        last: entries.at(-1)?.number ?? 0,
        more: fit.length > MOST,
      };
    },
  }),
];

function rank(level: Level): number {
  return LEVELS.indexOf(level);
}
