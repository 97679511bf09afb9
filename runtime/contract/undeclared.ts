import { didYouMean } from "../nearest.ts";

/**
 * What a plugin does that names a metric nowhere: the end of a sentence, with the nearest name that it has.
 * @param declared its own names for metrics, as keys
 */
export function undeclared(alias: string, declared: object): string {
  return `names the metric ${alias}, which it does not declare${
    didYouMean(alias, Object.keys(declared))
  }`;
}
