import * as v from "valibot";
import { MetricsText, metricView } from "../values/metrics_text.ts";
import { Problem } from "../answers/problem.ts";
import { TRAIL_SECONDS } from "../values/trail.ts";
import { route } from "./route.ts";
import { whole } from "./schemas.ts";

/** A metric as it is now. */
export const metricAnswer = v.object({
  name: v.string(),
  unit: v.string(),
  value: v.nullable(
    v.union([
      v.number(),
      v.boolean(),
      v.string(),
      v.pipe(v.array(v.nullable(v.number())), v.readonly()),
    ]),
  ),
  freshness: v.picklist(["unknown", "fresh", "stale"]),
  /** Seconds since it was received. */
  age: v.nullable(v.number()),
});

/** Samples of metrics, one a second. */
export const trailAnswer = v.object({
  /** Wall time of the newest sample, ms since 1970. */
  until: v.nullable(v.number()),
  series: v.record(v.string(), v.array(v.nullable(v.number()))),
});

const JSON_TYPE = { "content-type": "application/json" };

/** Present values. */
export function metricRoutes() {
  const text = new MetricsText();
  return [
    route({
      method: "get",
      path: "/metrics",
      summary: "All metrics with their freshness",
      answer: v.array(metricAnswer),
      run: (_, { services }) =>
        new Response(text.write(services.host.metrics), { headers: JSON_TYPE }),
    }),
    route({
      method: "get",
      path: "/metrics/{name}",
      summary: "One metric, such as v.b.soc",
      params: v.object({ name: v.pipe(v.string(), v.maxLength(80)) }),
      answer: metricAnswer,
      run({ params: { name } }, { services: { host: { metrics } } }) {
        const slot = metrics.find(name);
        if (slot === undefined) {
          throw new Problem(
            404,
            `There is no metric "${name}": /api/v1/metrics lists all`,
          );
        }
        return metricView(metrics.snapshot(slot));
      },
    }),
    route({
      method: "get",
      path: "/trail",
      summary:
        "The last seconds of some metrics, one sample a second, gaps as null",
      query: v.object({
        names: v.pipe(
          v.string(),
          v.maxLength(400),
          v.transform((text) => text.split(",")),
        ),
        seconds: v.optional(whole(1, TRAIL_SECONDS), String(TRAIL_SECONDS)),
      }),
      answer: trailAnswer,
      run({ query: { names, seconds } }, { trail, services }) {
        const { ms, trusted } = services.options.hal.clock.wall();
        const series = names.map((name) => {
          const samples = trail.last(name, seconds);
          if (samples !== undefined) return [name, samples] as const;
          throw new Problem(
            404,
            `There is no trail of "${name}": expected ${
              trail.names.join(", ")
            }`,
          );
        });
        return {
          until: trusted ? Math.round(ms) : null,
          series: Object.fromEntries(series),
        };
      },
    }),
  ];
}
