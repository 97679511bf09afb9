import { closest, distance } from "fastest-levenshtein";

/** Slips of the pen up to this part of a name are guessed. */
const ALIKE = 0.4;

/**
 * The known name that was probably meant, for errors.
 *
 * ```ts
 * import { nearest } from "./nearest.ts";
 * import { equal } from "node:assert/strict";
 *
 * equal(nearest("v.b.sok", ["v.b.soc", "v.p.speed"]), "v.b.soc");
 * equal(nearest("horn", ["v.b.soc"]), undefined);
 * ```
 */
export function nearest(
  name: string,
  known: readonly string[],
): string | undefined {
  if (known.length === 0) return undefined;
  const best = closest(name, known);
  const most = Math.max(1, Math.floor(name.length * ALIKE));
  return distance(name.toLowerCase(), best.toLowerCase()) <= most
    ? best
    : undefined;
}

/** The same as the end of a sentence: empty where nothing is alike. */
export function didYouMean(name: string, known: readonly string[]): string {
  const best = nearest(name, known);
  return best === undefined ? "" : `; did you mean ${best}?`;
}
