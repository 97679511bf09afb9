import { v } from "ovms-edge";
import type { Framework } from "./own.ts";

/** Number of parameters and of feature slots. */
export const PARAMETERS = 32, SLOTS = 16;
/** Largest value of a feature. */
export const FEATURE_MAX = 255;

/** A word that has to be there. */
export const word: v.GenericSchema<string, string> = v.string();
/** A word that may be left out. */
export const maybe: v.GenericSchema<string | undefined, string | undefined> = v
  .optional(v.string());
/** A word in which a lone `-` stands for nothing. */
export const maybeNone: typeof maybe = v.pipe(
  v.optional(v.string()),
  v.transform((text) => text === "-" ? "" : text),
);
/** At least one word; `-` stands for nothing. */
export const values: v.GenericSchema<readonly string[], readonly string[]> = v
  .pipe(
    v.array(
      v.pipe(v.string(), v.transform((text) => text === "-" ? "" : text)),
    ),
    v.minLength(1),
  );

/**
 * Sets parameters, all or none; those without a value stay as they are.
 * @throws CommandError with a sentence when one of the values cannot be
 */
export function change(
  { hal }: Pick<Framework, "hal">,
  wanted: Iterable<readonly [number: number, value: string | undefined]>,
): void {
  const given = new Map<number, string>();
  for (const [number, value] of wanted) {
    if (value !== undefined) given.set(number, value);
  }
  hal.params.set(given);
}

/** Words as values of parameters from this number on; what is beyond the last one is ignored. */
export function numbered(
  first: number,
  words: readonly string[],
): readonly (readonly [number: number, value: string])[] {
  return words.slice(0, PARAMETERS - first)
    .map((value, i) => [first + i, value] as const);
}
