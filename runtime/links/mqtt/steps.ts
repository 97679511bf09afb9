/** What counts as a change while nobody looks on: mobile data costs, and most values move all the time. */
import type { MetricSpec, Unit } from "../../contract/metric_spec.ts";
import { standard } from "../../contract/standard_metrics.ts";
import type { Value } from "../../metrics/metrics.ts";

/** Least change of a number that is told: in its unit, or a part of its value, whichever is more. */
type Step = readonly [least: number, part: number];

const STEPS: Readonly<Record<Unit, Step>> = {
  "%": [1, 0.05],
  km: [1, 0.05],
  "km/h": [5, 0.2],
  m: [20, 0.05],
  "m/s²": [2, 0],
  V: [0.05, 0.03],
  A: [5, 0.25],
  Ah: [1, 0.05],
  W: [200, 0.25],
  kW: [2, 0.25],
  kWh: [0.2, 0.05],
  "Wh/km": [30, 0.3],
  "°C": [2, 0],
  K: [0.5, 0.1],
  "°": [45, 0],
  kPa: [10, 0.05],
  min: [10, 0.1],
  s: [600, 0.1],
  dBm: [6, 0],
  Nm: [5, 0.25],
  "rad/s": [20, 0.25],
  "": [1, 0.2],
};
/** Degrees of a place: up to two hundred metres. */
const PLACE: Step = [0.002, 0];
/** So many steps make one of a metric that is not a standard one. */
const OWN = 5;
/** Part of a step that counts where a value leaves 0, or comes to it. */
const OF_ZERO = 0.2;
const IS_PLACE = /\.(latitude|longitude)$/;

/** Whether a value is another one than the one that was told, by more than its step. */
export function differs(spec: MetricSpec, told: Value, now: Value): boolean {
  if (typeof told === "number" && typeof now === "number") {
    return moved(spec, told, now);
  }
  if (typeof told !== "object" || typeof now !== "object") return told !== now;
  return told.length !== now.length ||
    now.some((value, at) => moved(spec, told[at] ?? NaN, value));
}

/** Beside the standard metrics a car has its own, most of them to look behind those: they move more coarsely. */
function stepOf({ name, unit }: MetricSpec): Step {
  if (IS_PLACE.test(name)) return PLACE;
  const [least, part] = STEPS[unit];
  return Object.hasOwn(standard, name)
    ? [least, part]
    : [least * OWN, part * OWN];
}

function moved(spec: MetricSpec, told: number, now: number): boolean {
  if (Number.isNaN(told) || Number.isNaN(now)) {
    return Number.isNaN(told) !== Number.isNaN(now);
  }
  const [least, part] = stepOf(spec), change = Math.abs(now - told);
  // What stops, or begins, is told although it is little.
  if ((told === 0) !== (now === 0)) return change >= least * OF_ZERO;
  const relative = spec.grows ? 0 : part * Math.abs(told);
  return change >= Math.max(least, relative);
}
