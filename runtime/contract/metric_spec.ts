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
  "Nm",
  "rad/s",
] as const;
/** One of these. */
export type Unit = (typeof units)[number];

/**
 * What a value is about, where its unit does not tell: as Home Assistant and others class it. `timestamp`
 * is seconds since 1970, `time` seconds of the day; flags: `door` open, `lock` locked, `plug` plugged,
 * `battery_charging`, `problem`, `connectivity`, `power`, `running`, `light`, `cold`, `heat`.
 */
export const metricClasses = [
  "battery",
  "energy_storage",
  "timestamp",
  "time",
  "door",
  "lock",
  "plug",
  "battery_charging",
  "problem",
  "connectivity",
  "power",
  "running",
  "light",
  "cold",
  "heat",
] as const;
/** One of these. */
export type MetricClass = (typeof metricClasses)[number];

/** What a metric is. Without `is` it is one number. */
export interface MetricSpec {
  /** Full name: `v.b.soc`, or `x` with the vehicle type for what only one car has. */
  readonly name: string;
  /** Unit of the value; empty for none. */
  readonly unit: Unit;
  /** `flag`, `text`, `list` (of numbers), or the texts that it may be; default: one number. */
  readonly is?: "flag" | "text" | "list" | readonly string[];
  /** Value before anything was received, which nobody outside is told; with it `value` is never undefined. */
  readonly initial?: number | boolean | string;
  /** Seconds after which a value counts as stale; default 120. */
  readonly fresh?: number;
  /** What it is about, where the unit does not tell. */
  readonly class?: MetricClass;
  /** Its symbol for dashboards, from Material Design Icons, such as `mdi:car-battery`; default: by class and unit. */
  readonly icon?: string;
  /** A count that only grows, and may begin again at 0. */
  readonly grows?: boolean;
  /** Kept over a restart as last known value. */
  readonly keep?: boolean;
}
