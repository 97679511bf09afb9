import type { MetricSpec } from "../contract/metric_types.ts";
import type { Value } from "./metric_values.ts";

/** Hears of each new value. */
export type Watcher = (value: Value) => void;

/** One metric's place in the store. */
export interface Slot {
  readonly spec: MetricSpec;
  /** Index of its time, its text and its watchers. */
  readonly index: number;
  /** Index of its first value. */
  readonly first: number;
  /** Who declared it first. */
  readonly owner: string;
  /** Run when the value changes. */
  readonly watchers: Watcher[];
}
