/** What the shapes of all parts are made of. */
import * as v from "valibot";
import type { Args } from "../args.ts";
import { didYouMean } from "../../nearest.ts";
import type { EventSchema } from "../events.ts";

/** Something that may be left out, but not undefined. */
export const ex = v.exactOptional;
/** A schema for each key of `T`. */
type Entries<T> = { readonly [K in keyof T]-?: v.GenericSchema };
/** `never` for keys that `T` has not, and for those of which the schema refuses choices that `T` has. */
type Fitting<T, E extends Entries<T>> =
  & { readonly [K in Exclude<keyof E, keyof T>]: never }
  & {
    readonly [K in keyof T]-?: Required<T>[K] extends v.InferInput<E[K]>
      ? unknown
      : Required<T>[K] extends string | number | boolean ? never
      : unknown;
  };
/** An object with these keys and no others. */
export const strict = <const E extends v.ObjectEntries>(entries: E) =>
  v.strictObject<E, (issue: v.StrictObjectIssue) => string>(
    entries,
    (issue) => whyNot(issue, Object.keys(entries)),
  );
/**
 * The same with the keys of a type of the contract. A key or a choice that the contract has and the shape
 * has not does not compile, so that nothing is refused that the contract offers.
 */
export const like =
  <T>() => <const E extends Entries<T>>(entries: E & Fitting<T, E>) =>
    strict<E>(entries);

/** What is wrong with the keys of an object: one is missing, or nobody knows it. */
function whyNot(
  { expected, received, input, message }: v.StrictObjectIssue,
  known: readonly string[],
): string {
  if (expected === "never") {
    const meant = didYouMean(String(input), known);
    return `is not known here${meant || ": look for a slip of the pen"}`;
  }
  return expected !== "Object" && received === "undefined"
    ? "is missing"
    : message;
}

/** Names that records leave out without a word, as code that copies objects would go wrong with them. */
const UNUSABLE = ["__proto__", "prototype", "constructor"];
const usable = v.custom<Record<string, unknown>>(
  (value) =>
    typeof value !== "object" || value === null ||
    !UNUSABLE.some((name) => Object.hasOwn(value, name)),
  `must have other names than ${UNUSABLE.join(", ")}`,
);
/** Entries by names; those that would change objects themselves are refused. */
export const named = <T extends v.GenericSchema>(entry: T) =>
  v.pipe(usable, v.record(v.string(), entry));
/** Whether it is a function; what that takes and gives is checked when it is called. */
export const isFunction = (value: unknown) => typeof value === "function";
/** A function. */
export const fn = v.custom<(...args: never[]) => unknown>(
  isFunction,
  "must be a function",
);

/** Whether it is a schema of valibot, or of another library of that standard. */
export const isSchema = (value: unknown) =>
  typeof value === "object" && value !== null && "~standard" in value;

/** A schema over the words of a command. */
export const schema = v.custom<Args>(
  isSchema,
  "must be a valibot schema",
);

/** The number of a bus, as a key of a table. */
export const busNumber = v.pipe(
  v.string(),
  v.regex(/^[1-9]$/, "is no number of a bus, 1 to 9"),
);

/** The number of a code, as a key of a table. */
export const codeNumber = v.pipe(
  v.string(),
  v.regex(/^(0|[1-9]\d{0,4})$/, "is no number of a code, such as 300"),
);

/** A schema over any value. */
export const eventSchema = v.custom<EventSchema>(
  isSchema,
  "must be a valibot schema",
);

/** Whether something is an object with this key. */
export function has(value: unknown, key: string): boolean {
  return typeof value === "object" && value !== null && key in value;
}
