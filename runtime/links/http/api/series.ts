import * as v from "valibot";
import type {
  Series,
  SeriesLevel,
  SeriesPoint,
  TrackPoint,
} from "../../../../hal/mod.ts";
import { stringify } from "../../../records/csv.ts";
import { timeText, wayText } from "../../../records/export/mod.ts";
import { levelFor, STEP } from "../../../series/level.ts";
import { keptOf } from "../../../series/settings.ts";
import { Problem } from "../answers/problem.ts";
import type { HttpServices } from "../services.ts";
import { route } from "./route.ts";
import { time, whole } from "./schemas.ts";

/** Points of one answer for each course, and courses of one answer. */
const POINTS = 5000, COURSES = 8;

/** The answer of `/series`. */
export const coursesAnswer = v.object({
  /** Days that readings, minutes, hours and the track are kept. */
  kept: v.object({
    raw: v.number(),
    minute: v.number(),
    hour: v.number(),
    track: v.number(),
  }),
  /** What they take on the disk, and the most that they may. */
  bytes: v.number(),
  most: v.number(),
  courses: v.array(v.object({
    name: v.string(),
    unit: v.string(),
    /** Times of the first and the last point, ms since 1970 UTC. */
    first: v.number(),
    last: v.number(),
  })),
});

/** The answer of `/series/points`. */
export const pointsAnswer = v.object({
  level: v.picklist(["raw", "minute", "hour"]),
  /** Time between two points that follow each other, ms; where it is longer nobody measured. */
  step: v.number(),
  courses: v.array(v.object({
    name: v.string(),
    unit: v.string(),
    /** Begin of a stretch (ms since 1970 UTC), least, greatest and mean value in it. */
    points: v.array(v.tuple([v.number(), v.number(), v.number(), v.number()])),
  })),
});

/** A value of the track, in the unit of its metric; null where nobody told it then. */
const told = v.nullable(v.number());
/** The answer of `/series/track`. */
const trackAnswer = v.object({
  points: v.array(v.object({
    /** ms since 1970 UTC. */
    at: v.number(),
    latitude: told,
    longitude: told,
    altitude: told,
    speed: told,
    power: told,
    soc: told,
    used: told,
    recovered: told,
    temperature: told,
  })),
});

/** Courses of numbers over time. */
export const seriesRoutes = [
  route({
    method: "get",
    path: "/series",
    summary: "Numbers of which the course over time is kept",
    answer: coursesAnswer,
    run: (_, { services }) => {
      const series = seriesOf(services);
      return {
        kept: keptOf(services.core.series),
        bytes: series.bytes,
        most: services.core.series.size * 1e6,
        courses: [...series.names()].map(([name, ends]) => ({
          name,
          unit: unitOf(services, name),
          ...ends,
        })),
      };
    },
  }),
  route({
    method: "get",
    path: "/series/points",
    summary:
      "The course of numbers over a span of time, as JSON for a chart or as CSV",
    query: v.object({
      names: v.pipe(
        v.string(),
        v.transform((text) => text.split(",").filter((name) => name !== "")),
        v.minLength(1, "expected at least one name"),
        v.maxLength(COURSES, `expected at most ${COURSES} names`),
      ),
      since: time,
      until: v.optional(time),
      /** Wanted in the whole span; a little more may come. */
      points: v.optional(whole(2, POINTS), "400"),
      format: v.optional(v.picklist(["json", "csv"]), "json"),
    }),
    answer: pointsAnswer,
    also: ["text/csv"],
    run({ query: { names, since, until, points, format } }, { services }) {
      const series = seriesOf(services);
      const now = services.options.hal.clock.wall().ms;
      const span = { since, until: until ?? now };
      if (span.until <= span.since) {
        throw new Problem(400, "The span ends before it begins: swap its ends");
      }
      const kept = keptOf(services.core.series);
      const level = levelFor(span, points, kept, now);
      const step = stepOf(level, span, points);
      const courses = names.map((name) => ({
        name,
        unit: unitOf(services, name),
        points: series.read({ name, level, step, ...span }).map(plain),
      }));
      return format === "json" ? { level, step, courses } : csv(courses);
    },
  }),
  route({
    method: "get",
    path: "/series/track",
    summary:
      "Where the car was and how it did while it was switched on or charged, as JSON, CSV or GPX: km/h, kW, %, kWh, °C, m",
    query: v.object({
      since: time,
      until: v.optional(time),
      format: v.optional(v.picklist(["json", "csv", "gpx"]), "json"),
    }),
    answer: trackAnswer,
    also: ["text/csv", "application/gpx+xml"],
    run({ query: { since, until, format } }, { services }) {
      const now = services.options.hal.clock.wall().ms;
      const points = seriesOf(services).track(since, until ?? now);
      if (format === "json") return { points: points.map((p) => ({ ...p })) };
      return format === "csv" ? trackCsv(points) : trackGpx(points);
    },
  }),
];

type Course = v.InferOutput<typeof pointsAnswer>["courses"][number];

const plain = (
  { at, min, max, mean }: SeriesPoint,
): Course["points"][number] => [at, min, max, mean];

/** Whole multiples of the level's own step. */
function stepOf(
  level: SeriesLevel,
  { since, until }: { readonly since: number; readonly until: number },
  points: number,
): number {
  const own = STEP[level];
  return Math.max(1, Math.ceil((until - since) / points / own)) * own;
}

/** The courses; a refusal where the program keeps none. */
export function seriesOf({ options: { hal } }: HttpServices): Series {
  if (hal.series) return hal.series;
  throw new Problem(404, "This program keeps no courses over time");
}

/** Of a metric that another vehicle had, nobody knows the unit. */
function unitOf({ host: { metrics } }: HttpServices, name: string): string {
  return metrics.find(name)?.spec.unit ?? "";
}

function csv(courses: readonly Course[]): Response {
  const rows = courses.flatMap(({ name, points }) =>
    points.map(([at, min, max, mean]) => [
      timeText(at),
      name,
      min,
      max,
      mean,
    ])
  );
  return csvFile([["time", "name", "min", "max", "mean"], ...rows], "series");
}

/** Digits that a number in a file has at most: what is finer nobody measured. */
const DIGITS = 9;
const readable = (value: number) => Number(value.toPrecision(DIGITS));

function csvFile(
  rows: readonly (readonly unknown[])[],
  name: string,
): Response {
  const told = rows.map((row) =>
    row.map((cell) => typeof cell === "number" ? readable(cell) : cell)
  );
  return file(stringify(told), "text/csv; charset=utf-8", `${name}.csv`);
}

function file(text: string, type: string, name: string): Response {
  return new Response(text, {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename="${name}"`,
    },
  });
}

function trackCsv(points: readonly TrackPoint[]): Response {
  const names = Object.keys(trackAnswer.entries.points.item.entries)
    .filter((name): name is keyof TrackPoint => name !== "at");
  const rows = points.map((point) => [
    timeText(point.at),
    ...names.map((name) => point[name]),
  ]);
  return csvFile([["time", ...names], ...rows], "track");
}

/** A way from its first point on; its name is when it began. */
function trackGpx(points: readonly TrackPoint[]): Response {
  const way = points.map((point) => ({ ...point, time: timeText(point.at) }));
  const name = way[0]?.time ?? "";
  return file(
    wayText(way, name),
    "application/gpx+xml",
    `track-${name.replaceAll(/[^\dTZ]/g, "")}.gpx`,
  );
}
