/** A program that ends and starts again on the same store, as far as its metrics go. */
import { SimClock } from "../../../hal/sim/mod.ts";
import type { Store } from "../../../hal/mod.ts";
import { openStore } from "../../../hal/store/mod.ts";
import type { MetricSpec } from "../../../runtime/contract/metric_types.ts";
import { MetricStore, type Value } from "../../../runtime/metrics/metrics.ts";
import { VehicleState } from "../../../runtime/vehicle/vehicle_state.ts";

export const soc = { name: "x.soc", unit: "%", keep: true, fresh: 60 } as const;
export const on = { name: "x.on", unit: "", is: "flag", keep: true } as const;
export const vin = { name: "x.vin", unit: "", is: "text", keep: true } as const;
export const gear = {
  name: "x.gear",
  unit: "",
  is: ["N", "D"],
  keep: true,
} as const;
export const tyres = {
  name: "x.tyres",
  unit: "kPa",
  is: "list",
  keep: true,
} as const;
export const speed = { name: "x.speed", unit: "km/h" } as const;
export const parked = { name: "x.parked", unit: "s", keep: true } as const;
export const specs: readonly MetricSpec[] = [
  soc,
  on,
  vin,
  gear,
  tyres,
  speed,
  parked,
];

/** A store on a clock; `using` closes it. */
export function memory(clock = new SimClock()) {
  const store = openStore({ path: ":memory:", clock });
  return { store, clock, [Symbol.dispose]: () => store.close() };
}

/** One run of a program with these metrics. */
export function run(store: Store, type = "RT") {
  const metrics = new MetricStore();
  for (const spec of specs) metrics.claim(spec, "test");
  const log: string[] = [];
  const state = new VehicleState(
    store,
    metrics,
    type,
    (_, event, details) => log.push(`${event} ${JSON.stringify(details)}`),
  );
  const set = (spec: MetricSpec, value: Value) =>
    metrics.setter(metrics.claim(spec, "test"))(value);
  const value = (name: string) => metrics.look(name).value;
  return { metrics, state, set, value, log };
}

/** Writes a text where the value of a metric is stored. */
export function damage(store: Store, name: string, text: string): void {
  store.put("state.RT", { [name]: text });
}
