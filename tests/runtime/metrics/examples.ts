/** Metrics of each kind, as tests declare them. */
import type { MetricSpec } from "../../../runtime/contract/metric_types.ts";
import type { MetricStore } from "../../../runtime/metrics/metrics.ts";

export const soc = { name: "x.soc", unit: "%", fresh: 10 } as const;
export const on = { name: "x.on", unit: "", is: "flag" } as const;
export const vin = { name: "x.vin", unit: "", is: "text" } as const;
export const gear = { name: "x.gear", unit: "", is: ["N", "D", "R"] } as const;
export const cells = { name: "x.cells", unit: "V", is: "list" } as const;
export const all: readonly MetricSpec[] = [soc, on, vin, gear, cells];

/** The place of a metric in a store. */
export function slotOf(store: MetricStore, spec: MetricSpec) {
  return store.claim(spec, "test");
}
