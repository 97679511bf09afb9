import { distance } from "fastest-levenshtein";

/** Slips of the pen up to this part of a name are guessed. */
const ALIKE = 0.4;

/**
 * The known name that was probably meant, for errors: of several that are as near the one that begins alike.
 *
 * ```ts
 * import { nearest } from "./nearest.ts";
 * import { equal } from "node:assert/strict";
 *
 * equal(nearest("v.b.sok", ["v.b.soc", "v.p.speed"]), "v.b.soc");
 * equal(nearest("v.b.volt", ["v.b.soc", "v.b.voltage"]), "v.b.voltage");
 * equal(nearest("horn", ["v.b.soc"]), undefined);
 * ```
 */
export function nearest(
  name: string,
  known: readonly string[],
): string | undefined {
  const meant = name.toLowerCase();
  let best: string | undefined, least = Infinity, longest = -1;
  for (const one of known) {
    const own = one.toLowerCase();
    const far = distance(meant, own), alike = begin(meant, own);
    if (far > least || (far === least && alike <= longest)) continue;
    [best, least, longest] = [one, far, alike];
  }
  return least <= Math.max(1, Math.floor(name.length * ALIKE))
    ? best
    : undefined;
}

/** How many characters two names begin with in common. */
function begin(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}

/** The same as the end of a sentence: empty where nothing is alike. */
export function didYouMean(name: string, known: readonly string[]): string {
  const best = nearest(name, known);
  return best === undefined ? "" : `; did you mean ${best}?`;
}
