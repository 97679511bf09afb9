import {
  definePlugin,
  defineVehicle,
  type MetricRefs,
  type SimulatedVehicle,
  type SimulatedWorld,
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

/** A bicycle that somebody pedals: its frame twice a second. */
function pedalling({ emit }: SimulatedWorld): SimulatedVehicle {
  const soc = 80;
  let cadence = 60, ms = 0;
  return {
    step(passed) {
      for (ms += passed; ms >= 500; ms -= 500) {
        emit(0x10, Uint8Array.of(soc, cadence));
      }
    },
    steering: {
      pedal: {
        usage: "pedal N",
        help: "pedals N times a minute",
        run([count]) {
          const rpm = Number(count);
          if (!(rpm >= 0 && rpm <= 200)) throw new Error("Expected: pedal N");
          cadence = rpm;
          return `Pedalling at ${rpm} rpm`;
        },
      },
    },
  };
}

/** Chosen with `MODULE BK`. */
export const bicycle: Vehicle = defineVehicle({
  type: "BK",
  name: "Bicycle",
  plugins: [bus, status],
  simulator: pedalling,
});

/** `deno task start --plugin examples/bicycle/mod.ts --vehicle BK` */
export default bicycle;
