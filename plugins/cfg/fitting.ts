/** What of settings that came from elsewhere the macros of 3.0 take: they have narrower ranges. */
import { type Exchanged, parameterName } from "./exchange.ts";
import { CODE, ParameterFailure } from "./failure.ts";
import { DEFAULT, type Macro } from "./macro.ts";
import { macros } from "./macros.ts";
import type { Settings } from "./settings.ts";

/** Settings that can be loaded; what of them cannot is told. */
export function fitting(settings: Settings): Exchanged<Settings> {
  const lost: string[] = [];
  const made = Object.entries(settings).flatMap(([key, text]) => {
    const words = fittingWords(key, text.split(" "), lost);
    return words.length === 0 ? [] : [[key, words.join(" ")] as const];
  });
  return { made: Object.fromEntries(made), lost };
}

/** The words of a macro, those that it does not take left out. */
function fittingWords(
  key: string,
  given: readonly string[],
  lost: string[],
): readonly string[] {
  const [name = "", ...maps] = key.split(" ");
  const macro = macros.find((known) => known.name === name);
  const words = [...given];
  for (
    let n = macro && wrongOf(macro, [...maps, ...words]);
    macro && n !== undefined;
    n = wrongOf(macro, [...maps, ...words])
  ) {
    const at = n - 1 - maps.length, word = words[at] ?? DEFAULT;
    if (word === DEFAULT) {
      // They do not fit each other
      lost.push(`${key} ${words.join(" ")}`);
      return [];
    }
    lost.push([key, parameterName(name, at), word].filter(Boolean).join(" "));
    words[at] = DEFAULT;
  }
  return words.slice(0, words.findLastIndex((word) => word !== DEFAULT) + 1);
}

/** The parameter that a macro does not take, from 1; undefined where it takes all. */
function wrongOf(macro: Macro, words: readonly string[]): number | undefined {
  try {
    macro.steps(words);
    return undefined;
  } catch (error) {
    if (!(error instanceof ParameterFailure)) throw error;
    return error.code - CODE.parameter;
  }
}
