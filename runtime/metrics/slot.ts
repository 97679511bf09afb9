import type { MetricSpec } from "../contract/metric_types.ts";
import type { Value } from "./metric_values.ts";

/** Hears of each new value. */
export type Watcher = (value: Value) => void;

/** One metric's place in the store. */
export interface Slot {
  readonly spec: MetricSpec;
  /** Kind of its values, as its spec has it; specs have many forms, and slots one: what is read all the time is here. */
  readonly is: MetricSpec["is"];
  /** Seconds after which a value is stale. */
  readonly fresh: number;
  /** Index of its time, its text and its watchers. */
  readonly index: number;
  /** Index of its first value. */
  readonly first: number;
  /** Who declared it first. */
  readonly owner: string;
  /** Run when the value changes. */
  readonly watchers: Watcher[];
}
