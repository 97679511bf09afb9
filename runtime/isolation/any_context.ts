/** The context of a plugin whose declarations are known at run time only. */
import type { Handles } from "../contract/handles.ts";
import type { ListMetric, Metric } from "../contract/metric_types.ts";
import type { NoticeText } from "../contract/notices.ts";
import type { Feature, Recorder, UserUnits } from "../contract/plugin.ts";
import type { Value } from "../metrics/metrics.ts";

/** A row of any kind of record. */
export type AnyRow = Readonly<Record<string, number | string | null>>;
type Table<T> = Readonly<Record<string, T>>;

/** Every part by name, each of them checked when it is used. */
export interface AnyContext {
  readonly hal: { readonly [H in keyof Handles]?: Partial<Handles[H]> };
  readonly metrics: Table<Metric<Value> | ListMetric>;
  readonly features: Table<Feature>;
  readonly records: Table<Recorder<Record<string, 0 | "text">>>;
  readonly together: (work: () => void) => void;
  readonly notify: Table<(text?: NoticeText) => void>;
  readonly emit: Table<(payload?: unknown) => void>;
  readonly settings: Table<unknown>;
  readonly user: UserUnits;
  readonly now: number;
}
