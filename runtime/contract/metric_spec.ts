/** What a metric is: its name, unit and kind. */

/** Units of metrics; one unit a quantity. */
export const units = [
  "",
  "%",
  "km",
  "km/h",
  "m",
  "m/s²",
  "V",
  "A",
  "Ah",
  "W",
  "kW",
  "kWh",
  "Wh/km",
  "°C",
  "K",
  "°",
  "kPa",
  "min",
  "s",
  "dBm",
] as const;
/** One of these. */
export type Unit = (typeof units)[number];

/** What a metric is. Without `is` it is one number. */
export interface MetricSpec {
  readonly name: string;
  readonly unit: Unit;
  /** `flag`, `text`, `list` (of numbers), or the texts that it may be; default: one number. */
  readonly is?: "flag" | "text" | "list" | readonly string[];
  /** Value before anything was received; with it `value` is never undefined. */
  readonly initial?: number | boolean | string;
  /** Seconds after which a value counts as stale; default 120. */
  readonly fresh?: number;
  /** Kept over a restart as last known value. */
  readonly keep?: boolean;
}
