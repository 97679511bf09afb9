import {
  definePlugin,
  defineVehicle,
  type MetricRefs,
  type Vehicle,
} from "ovms-edge";

/** What this vehicle has and no other: one table of data, shared by its plugins. */
const bike = {
  cadence: { name: "xbk.cadence", unit: "", fresh: 5 },
} as const satisfies MetricRefs;

const bus = definePlugin({
  id: "bicycle-bus",
  metrics: { soc: "v.b.soc", cadence: bike.cadence },
  frames: {
    0x10: { signals: { soc: { at: "B0" }, cadence: { at: "B1" } } },
  },
});

const status = definePlugin({
  id: "bicycle-status",
  reads: { soc: "v.b.soc", cadence: bike.cadence },
  sms: {
    "STAT": {
      usage: "STAT",
      query: true,
      code: 6,
      replaces: "framework",
      run: (_, { metrics: { soc, cadence } }) => [
        `SOC: ${soc.or(0)} %`,
        cadence.freshness === "fresh" ? `${cadence.value} rpm` : "Not pedalled",
      ],
    },
  },
});

/** Chosen with `MODULE BK`. */
export const bicycle: Vehicle = defineVehicle({
  type: "BK",
  name: "Bicycle",
  plugins: [bus, status],
});
