import * as v from "valibot";
import {
  csvText,
  gpxText,
  hasPositions,
  type NamedRecord,
  recordsOf,
} from "../../../records/export/mod.ts";
import type { RecordDecl } from "../../../contract/plugin.ts";
import { Problem } from "../answers/problem.ts";
import type { HttpServices } from "../services.ts";
import { route } from "./route.ts";
import { time, whole } from "./schemas.ts";

/** Records of one answer; the next ones are asked for with `after`. */
const PAGE = 5000;

/** Records of a type. */
const historyAnswer = v.object({
  type: v.string(),
  records: v.array(v.object({
    id: v.number(),
    time: v.string(),
    number: v.number(),
    fields: v.record(
      v.string(),
      v.nullable(v.union([v.number(), v.string()])),
    ),
  })),
  /** What `after` has to be for the next page; null at the end. */
  next: v.nullable(v.number()),
});

/** History records. */
export const historyRoutes = [
  route({
    method: "get",
    path: "/history",
    summary: "Types of history records and how many there are",
    answer: v.array(v.object({ type: v.string(), count: v.number() })),
    run: (_, { services: { options: { hal: { store } } } }) =>
      [...store.historyTypes()].map(([type, count]) => ({ type, count })),
  }),
  route({
    method: "get",
    path: "/history/{type}",
    summary:
      "Records of a type in the order of their writing, as JSON page by page, as CSV or GPX all of them",
    params: v.object({ type: v.pipe(v.string(), v.maxLength(80)) }),
    query: v.object({
      since: v.optional(time),
      until: v.optional(time),
      after: v.optional(whole(0, Number.MAX_SAFE_INTEGER)),
      limit: v.optional(whole(1, PAGE), "1000"),
      format: v.optional(v.picklist(["json", "csv", "gpx"]), "json"),
    }),
    answer: historyAnswer,
    also: ["text/csv", "application/gpx+xml"],
    run({ params: { type }, query: { format, limit, ...span } }, { services }) {
      const decl = declOf(services, type), { store } = services.options.hal;
      if (format !== "json") {
        return file(recordsOf(store, decl, span), decl, format);
      }
      const records = recordsOf(store, decl, { ...span, limit });
      const last = records.length < limit ? undefined : records.at(-1);
      return {
        type,
        records: records.map((record) => ({
          ...record,
          fields: { ...record.fields },
        })),
        next: last?.id ?? null,
      };
    },
  }),
];

function declOf({ registry }: HttpServices, type: string): RecordDecl {
  const decl = registry.records.get(type)?.def;
  if (decl !== undefined) return decl;
  throw new Problem(
    404,
    `There is no record type "${type}": expected ${
      [...registry.records.keys()].join(", ")
    }`,
  );
}

function file(
  records: readonly NamedRecord[],
  decl: RecordDecl,
  format: "csv" | "gpx",
): Response {
  if (format === "gpx" && !hasPositions(decl)) {
    throw new Problem(
      400,
      `${decl.type} has no positions, which GPX is for: choose csv or json`,
    );
  }
  const text = format === "csv"
    ? csvText(records, decl)
    : gpxText(records, decl.type);
  return new Response(text, {
    headers: {
      "content-type": format === "csv"
        ? "text/csv; charset=utf-8"
        : "application/gpx+xml",
      "content-disposition": `attachment; filename="${decl.type}.${format}"`,
    },
  });
}
