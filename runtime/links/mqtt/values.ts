import type { MetricSpec } from "../../contract/metric_spec.ts";
import { fixed } from "../../contract/units.ts";
import type { Value } from "../../metrics/metrics.ts";

/** Degrees have six fixed decimals. */
const DEGREES = /\.(latitude|longitude)$/;
/** Digits that a number has at most before it is told apart from its neighbours. */
const DIGITS = 6;

/**
 * A metric's value as OVMS v3 publishes it; undefined for what is not published: unknown values, those
 * that are no numbers, and empty texts, which would remove the retained topic.
 */
export function valueText(
  { name, is, class: about }: MetricSpec,
  value: Value | undefined,
): string | undefined {
  if (value === undefined || value === "") return undefined;
  if (is === "flag") return value === true ? "yes" : "no";
  if (typeof value === "string") return value;
  if (typeof value === "object") return listText(value);
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  if (about === "timestamp") return dateText(value);
  if (about === "time") return timeText(value);
  return DEGREES.test(name) ? fixed(value, 6) : numberText(value);
}

/** The shortest decimal form with about six significant digits, and all digits of a whole number. */
function numberText(value: number): string {
  if (Number.isInteger(value)) return plain(value, 0);
  const before = Math.max(0, Math.floor(Math.log10(Math.abs(value))) + 1);
  const text = plain(value, Math.max(0, DIGITS - before));
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** Never with an exponent. */
function plain(value: number, decimals: number): string {
  return Math.abs(value) < 1e21
    ? fixed(value, decimals)
    : BigInt(Math.round(value)).toString();
}

/** Those that are not measured are left empty, so that the others keep their places. */
function listText(values: readonly number[]): string | undefined {
  if (values.length === 0) return undefined;
  return values.map((value) => Number.isFinite(value) ? numberText(value) : "")
    .join(",");
}

/** Seconds since 1970 as a date; nothing for a moment that no calendar has. */
function dateText(seconds: number): string | undefined {
  const date = new Date(seconds * 1000);
  if (seconds <= 0 || Number.isNaN(date.getTime())) return undefined;
  return `${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** Seconds of the day. */
function timeText(seconds: number): string {
  const two = (n: number) => String(Math.floor(n)).padStart(2, "0");
  return [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map(two)
    .join(":");
}
