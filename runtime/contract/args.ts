import * as v from "valibot";

/** The words of a command behind its verb. */
export type Words = readonly (string | undefined)[];
/** A schema whose input is a list of words. `v.tuple` ignores surplus words, `v.strictTuple` refuses them. */
export type Args = v.GenericSchema<Words, unknown>;
/** What a handler gets: the schema's output, or the words where there is none. */
export type ArgsOf<A> = unknown extends A ? readonly string[]
  : A extends Args ? v.InferOutput<A>
  : never;

/**
 * A whole number within limits.
 *
 * ```ts
 * import { int, v } from "ovms-edge";
 * import { equal } from "node:assert/strict";
 *
 * equal(v.parse(int(0, 100), "80"), 80);
 * equal(v.is(int(0, 100), "101"), false);
 * ```
 */
export function int(min: number, max: number): v.GenericSchema<string, number> {
  return v.pipe(
    v.string(),
    v.regex(/^[+-]?\d{1,9}$/, "expected a whole number"),
    v.transform(Number),
    v.minValue(min),
    v.maxValue(max),
  );
}

/**
 * A whole number that may be left out; `otherwise` stands for the missing (or empty) word.
 *
 * ```ts
 * import { int, intOr, v } from "ovms-edge";
 * import { deepEqual } from "node:assert/strict";
 *
 * const args = v.tuple([int(1, 9), intOr(0, 100, 80)]);
 * deepEqual(v.parse(args, ["3"]), [3, 80]);
 * ```
 */
export function intOr(
  min: number,
  max: number,
  otherwise: number,
): v.GenericSchema<string | undefined, number> {
  return v.pipe(
    v.optional(v.string(), ""),
    v.transform((word) => word === "" ? String(otherwise) : word),
    int(min, max),
  );
}

/** A whole number with the text that the owner wrote; nothing written is 0. */
export interface Written {
  /** As it was written, without a sign that says nothing (`+80`). */
  readonly text: string;
  /** The number that this is. */
  readonly value: number;
}

/** A whole number within limits that may be left out, kept with its text. */
export function written(
  min: number,
  max: number,
): v.GenericSchema<string | undefined, Written> {
  return v.pipe(
    v.optional(v.string(), ""),
    v.regex(/^([+-]?\d{1,9})?$/, "expected a whole number"),
    v.transform((text) => ({
      text: text.replace(/^(\+|-(?=0+$))/, ""),
      value: Number(text),
    })),
    v.object({
      text: v.string(),
      value: v.pipe(v.number(), v.minValue(min), v.maxValue(max)),
    }),
  );
}
