/** Kilometres in a mile. */
const KM_PER_MILE = 1.609344;

/** How the owner wants distances: kilometres or miles. */
export type Units = "K" | "M";

/**
 * Kilometres as the owner's unit, not rounded.
 *
 * ```ts
 * import { distance, round, unitName } from "ovms-edge";
 * import { equal } from "node:assert/strict";
 *
 * equal(`${round(distance(80, "M"))} ${unitName("M")}`, "50 mi");
 * ```
 */
export function distance(km: number, units: Units): number {
  return units === "M" ? km / KM_PER_MILE : km;
}

/** The owner's unit as kilometres. */
export function kilometres(value: number, units: Units): number {
  return units === "M" ? value * KM_PER_MILE : value;
}

/** Kilometres as miles, not rounded. */
export function miles(km: number): number {
  return km / KM_PER_MILE;
}

/** Name of the owner's unit in texts. */
export function unitName(units: Units): "km" | "mi" {
  return units === "M" ? "mi" : "km";
}

/** Rounds half up, as the original's integer arithmetic does. */
export function round(value: number): number {
  // The small term takes what doubles lose on the way: 97.385 km/h is to be the half that it stands for.
  const rounded = Math.floor(value + 0.5 + 1e-9);
  return rounded === 0 ? 0 : rounded;
}

/** A number with so many decimals; where all its digits are 0, it has no sign. */
export function fixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return value < 0 && Number(text) === 0 ? text.slice(1) : text;
}
