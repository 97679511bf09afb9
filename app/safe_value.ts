import { FEATURE } from "../runtime/settings/features.ts";
import { FEATURE_MIRROR, PARAM } from "../runtime/settings/params.ts";

const WRITING = String(FEATURE.canWrite + FEATURE_MIRROR);
const WHO_MAY = [String(PARAM.phone), String(PARAM.password)];

/**
 * What is used in the place of a stored value that is lost.
 *
 * Nobody may gain by it: the program does not write to the car, an unknown number or password matches
 * nobody, and what UNDO would write to the controller is not taken from the past, when the same number
 * may have been another command's.
 * @param value what an older copy has
 */
export function safeValue(
  section: string,
  key: string,
  value: string | undefined,
): string | undefined {
  if (section === "params" && key === WRITING) return "0";
  if (section === "params" && WHO_MAY.includes(key)) return value ?? "";
  if (section === "plugin.cfg" && key.startsWith("undo.")) return undefined;
  return value;
}
