import * as v from "valibot";
import { segmentsOf, timeText } from "../../../records/export/mod.ts";
import { route } from "./route.ts";
import { seriesOf } from "./series.ts";

/** Spans of one question, and points of each way. */
const SPANS = 60, POINTS = 40;

const degrees = v.number();

/** The answer of `/series/ways`. */
const waysAnswer = v.object({
  /** For each span its stretches, each of latitudes and longitudes; between two nobody knows the way. */
  ways: v.array(v.array(v.array(v.tuple([degrees, degrees])))),
});

/** `begin-end`, ms since 1970 UTC. */
const span = v.pipe(
  v.string(),
  v.regex(/^\d{1,15}-\d{1,15}$/, "expected begin-end, ms since 1970"),
  v.transform((text) => {
    const [since = 0, until = 0] = text.split("-").map(Number);
    return { since, until };
  }),
);

/** Ways as small pictures need them. */
export const wayRoutes = [
  route({
    method: "get",
    path: "/series/ways",
    summary:
      "Where the car was in each of some spans of time, in few points: for small pictures of ways",
    query: v.object({
      spans: v.pipe(
        v.string(),
        v.transform((text) => text.split(",")),
        v.array(span),
        v.maxLength(SPANS, `expected at most ${SPANS} spans`),
      ),
    }),
    answer: waysAnswer,
    run({ query: { spans } }, { services }) {
      const series = seriesOf(services);
      return {
        ways: spans.map(({ since, until }) => {
          const points = series.track(since, until);
          const segments = segmentsOf(
            points.map((point) => ({ ...point, time: timeText(point.at) })),
          );
          const step = Math.ceil(points.length / POINTS);
          return segments.map((segment) => thinned(segment, step).map(place));
        }),
      };
    },
  }),
];

/** Each so manieth, and the last. */
const thinned = <T>(all: readonly T[], step: number): T[] =>
  all.filter((_, i) => i % step === 0 || i === all.length - 1);

/** To about a metre. */
const place = (
  { latitude, longitude }: { latitude: number; longitude: number },
): [number, number] => [round(latitude), round(longitude)];
const round = (value: number) => Number(value.toFixed(5));
