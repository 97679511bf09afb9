/** Kinds of values, and how they are stored. */
import type { Freshness, MetricSpec } from "../contract/metric_types.ts";

/** A value as the store hands it out. */
export type Value = number | boolean | string | readonly number[];

/** Values a list can hold; enough for the cells of any car. */
export const LIST = 256;

/** Characters of a text at most: it goes to every page, broker and server as it is. */
export const TEXT = 1000;
/** Characters of a value that an error shows. */
const SHOWN = 60;

/** Whether a value can be one of a metric that is a number. */
export function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

/** What values of each kind look like. */
const kinds: Readonly<
  Record<string, readonly [what: string, fits: (value: Value) => boolean]>
> = {
  number: ["a number", isNumber],
  flag: ["true or false", (value) => typeof value === "boolean"],
  text: [
    `a text of at most ${TEXT} characters`,
    (value) => typeof value === "string" && value.length <= TEXT,
  ],
  list: [
    `at most ${LIST} numbers`,
    (value) => typeof value === "object" && value.length <= LIST,
  ],
};

/** What a metric's values look like, in words. */
export function expected({ is }: MetricSpec): string {
  if (typeof is === "object") return is.join(", ");
  return kinds[is ?? "number"]?.[0] ?? "another value";
}

/** A value of any kind, in an error. */
export function shown(value: unknown): string {
  if (typeof value === "string") {
    const start = JSON.stringify(value.slice(0, SHOWN));
    return value.length > SHOWN ? `${start} and more` : start;
  }
  return typeof value === "object" && value ? "an object" : String(value);
}

/** On its own, so that what sets stays small enough to be compiled in. */
export function refuse(spec: MetricSpec, value: unknown): never {
  throw new RangeError(
    `metric ${spec.name} cannot be ${shown(value)}: expected ${expected(spec)}`,
  );
}

/** Refuses a value of another kind; which texts a choice has is checked where it is encoded. */
export function checkKind(spec: MetricSpec, value: Value): void {
  const { is = "number" } = spec;
  if (kinds[typeof is === "object" ? "text" : is]?.[1](value) === false) {
    refuse(spec, value);
  }
}

/**
 * A value as the number that is stored: flags 0 and 1, choices by index, texts 0.
 * @throws RangeError when it is none of a choice's texts
 */
export function encode(
  { is, spec }: Readonly<{ is: MetricSpec["is"]; spec: MetricSpec }>,
  value: unknown,
): number {
  if (typeof is !== "object") {
    return typeof value === "string" ? 0 : Number(value);
  }
  for (let i = 0; i < is.length; i++) if (is[i] === value) return i;
  return refuse(spec, value);
}

/** What an age in seconds means; undefined is one of a value that was never received. */
export function freshnessOf(
  { fresh }: { readonly fresh: number },
  age: number | undefined,
): Freshness {
  if (age === undefined) return "unknown";
  return age <= fresh ? "fresh" : "stale";
}
