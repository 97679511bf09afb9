/** How metrics have to be declared. */
import * as v from "valibot";
import { didYouMean } from "../../nearest.ts";
import { metricClasses, type MetricSpec } from "../metric_spec.ts";
import { units } from "../metric_types.ts";
import { standard } from "../standard_metrics.ts";
import { ex, has, like, named, strict } from "./parts.ts";

const standardName = v.pipe(
  v.string(),
  v.check(
    (name) => Object.hasOwn(standard, name),
    ({ input }) =>
      `${input} is no standard metric: give its name and unit${
        didYouMean(input, Object.keys(standard))
      }`,
  ),
);
const kind = v.picklist(["flag", "text", "list"]);
/** It is part of topics and addresses, and of what programs of others read. */
const name = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
    "must be letters, digits, dots, - and _, at most 100 of them, such as x.tyres.wear",
  ),
);
const metricSpec = like<MetricSpec>()({
  name,
  unit: v.picklist(units),
  is: ex(v.lazy((is) => Array.isArray(is) ? v.array(v.string()) : kind)),
  initial: ex(v.union([v.number(), v.boolean(), v.string()])),
  fresh: ex(v.number()),
  class: ex(v.picklist(metricClasses)),
  icon: ex(
    v.pipe(
      v.string(),
      v.regex(/^mdi:[a-z0-9-]+$/, "must be an icon's name, such as mdi:car"),
    ),
  ),
  grows: ex(v.boolean()),
  keep: ex(v.boolean()),
});
/** A metric that a plugin writes: a standard name or all that describes one. */
export const metric = v.lazy((ref) =>
  typeof ref === "string" ? standardName : metricSpec
);

/** The metrics of a plugin, each under one name: of two that write the same one the last would win. */
export const metrics = v.pipe(
  named(metric),
  v.check(
    (all) => twins(all) === undefined,
    ({ input }) => twins(input) ?? "",
  ),
);

function twins(
  all: Readonly<Record<string, string | { name: string }>>,
): string | undefined {
  const aliases = Map.groupBy(
    Object.entries(all),
    ([, ref]) => typeof ref === "string" ? ref : ref.name,
  );
  for (const [name, [first, second]] of aliases) {
    if (!first || !second) continue;
    return `${name} is written by ${first[0]} and by ${
      second[0]
    }: give one of them a name and unit of its own`;
  }
  return undefined;
}

/** A metric that a plugin reads, which may be optional. */
export const read = v.lazy((ref) =>
  has(ref, "optional") ? strict({ optional: metric }) : metric
);
