import type { SafeValue } from "../hal/store/mod.ts";
import type { Plugin } from "../runtime/contract/plugin.ts";
import { FEATURE } from "../runtime/settings/features.ts";
import { FEATURE_MIRROR, PARAM } from "../runtime/settings/params.ts";
import { REVOCABLE } from "../runtime/settings/revocable.ts";
import { SETTINGS } from "../runtime/settings/settings.ts";
import { memoryOf } from "../runtime/vehicle/provide.ts";

const WRITING = String(FEATURE.canWrite + FEATURE_MIRROR);
const WHO_MAY = [String(PARAM.phone), String(PARAM.password)];
/** Of a row that is gone nobody can tell whether it was damaged or taken back. */
const TAKEN_BACK: readonly string[] = Object.values(REVOCABLE);
/** Settings that let strangers on the way command. */
const OPENING: readonly string[] = ["ovms.plain-control", "mqtt.plain-control"];

/**
 * What is used in the place of a stored value that is lost.
 *
 * Nobody may gain by it: the program does not write to the car, an unknown number or password matches
 * nobody, logins and rights that were taken back stay so, and what a plugin says is better lost is not
 * taken from the past.
 */
export function safeValueOf(plugins: readonly Plugin[]): SafeValue {
  const ages = new Map(plugins.map(({ id, ages }) => [memoryOf(id), ages]));
  return (section, key, value) => {
    if (section === "params" && key === WRITING) return "0";
    if (section === "params" && WHO_MAY.includes(key)) return value ?? "";
    if (TAKEN_BACK.includes(section)) return undefined;
    if (section === SETTINGS && OPENING.includes(key)) return undefined;
    return isBetterLost(ages.get(section), key) ? undefined : value;
  };
}

/** What a plugin says; one that cannot say it gets nothing of the past. */
function isBetterLost(ages: Plugin["ages"], key: string): boolean {
  try {
    return ages?.(key) === true;
  } catch {
    return true;
  }
}
