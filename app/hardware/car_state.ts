import type { MetricStore } from "../../runtime/metrics/metrics.ts";

/** Standard metrics of which one is true while a car's converter keeps its 12 V battery charged. */
const BUSY = ["v.e.on", "v.c.charging", "v.e.charging12v"];

/**
 * Whether the car, by what it said last, is on or charging.
 * @param lately what it said too long ago does not count
 */
export function isBusy(metrics: MetricStore, lately = false): boolean {
  return BUSY.some((name) => {
    const { value, freshness } = metrics.look(name);
    return value === true && (!lately || freshness === "fresh");
  });
}
