import type { MetricRefs } from "ovms-edge";

/** Metrics of any car with an OBD-II port beside the standard ones. */
export const xo2 = {
  load: { name: "xo2.load", unit: "%", fresh: 10 },
  intake: { name: "xo2.intake.temp", unit: "°C" },
  fuel: { name: "xo2.fuel", unit: "%", fresh: 3600, keep: true },
  /** As the engine's control unit measures it; `v.b.12v.voltage` is what the gateway measures. */
  moduleVoltage: { name: "xo2.module.voltage", unit: "V" },
  lamp: { name: "xo2.dtc.lamp", unit: "", is: "flag", fresh: 3600 },
  codes: { name: "xo2.dtc.count", unit: "", fresh: 3600 },
} as const satisfies MetricRefs;
