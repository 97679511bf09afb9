import type * as v from "valibot";
import type { AnyCode, AnyVerb } from "../contract/plugin.ts";

/** Standard texts behind result 1. */
const MSG_ERROR = {
  syntax: "Invalid syntax",
  range: "Parameter out of range",
} as const;

/** Why arguments were refused: the usage line of a verb, the standard text of a code. */
export function refusal(
  def: AnyVerb | AnyCode,
  issues: readonly v.BaseIssue<unknown>[],
): string {
  if ("usage" in def) return `Usage: ${def.usage}`;
  const range = issues.every(({ type }) =>
    type === "min_value" || type === "max_value"
  );
  return range ? MSG_ERROR.range : MSG_ERROR.syntax;
}
