import {
  definePlugin,
  defineVehicle,
  type MetricRefs,
  type SimulatedVehicle,
  type SimulatedWorld,
  type Vehicle,
} from "ovms-edge";
import { batt } from "ovms-edge/car";

/** What this vehicle has and no other: one table of data, shared by its plugins. */
const bike = {
  cadence: { name: "xbk.cadence", unit: "", fresh: 5 },
} as const satisfies MetricRefs;

const bus = definePlugin({
  id: "bicycle-bus",
  metrics: {
    soc: "v.b.soc",
    cadence: bike.cadence,
    on: "v.e.on",
    speed: "v.p.speed",
    cells: "v.b.c.voltage",
    temperatures: "v.b.c.temp",
  },
  frames: {
    0x10: { signals: { soc: { at: "B0" }, cadence: { at: "B1" } } },
    // Whether its motor helps, and its speed in km/h
    0x11: {
      bytes: 2,
      decode: (frame, put) => {
        put.on = frame.u8(0) === 1;
        put.speed = frame.u8(1);
      },
    },
    // Four cells in steps of 5 mV from 3 V, and their temperature in °C
    0x13: {
      bytes: 5,
      decode: (frame, put) => {
        for (let cell = 0; cell < 4; cell++) {
          put.cells.set(cell, 3 + frame.u8(cell) / 200);
        }
        put.temperatures.set(0, frame.u8(4));
      },
    },
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
        soc.value === undefined ? "SOC: unknown" : `SOC: ${soc.value} %`,
        cadence.freshness === "fresh" ? `${cadence.value} rpm` : "Not pedalled",
      ],
    },
  },
  pages: {
    pedals: {
      name: "Pedals",
      names: { de: "Pedale", fr: "Pédales" },
      icon: "M12 8a4 4 0 1 0 .1 0M12 12l6 6M16 18h4M12 12 6 6M4 6h4",
      module: new URL("./page/pedals.js", import.meta.url),
    },
  },
});

/** What is far off, in steps of the sensors. */
const limits = {
  watchSpread: 4,
  alertSpread: 8,
  alert: 10,
  alertWithSpread: 8,
  watchWithSpread: 4,
};
/** Command BATT, its records, and the console's page of the battery. */
const battery = batt({
  cells: { count: 4, perUnit: 200, zero: 3, invalidFrom: 256, limits },
  modules: { count: 1, perUnit: 1, zero: 0, invalidFrom: 256, limits },
  records: { pack: "BK-PWR-BattPack", cell: "BK-PWR-BattCell" },
});

/** A bicycle that somebody pedals: its frames twice a second. */
function pedalling({ emit }: SimulatedWorld): SimulatedVehicle {
  const soc = 80;
  let cadence = 60, ms = 0;
  return {
    step(passed) {
      for (ms += passed; ms >= 500; ms -= 500) {
        emit(0x10, Uint8Array.of(soc, cadence));
        emit(0x11, Uint8Array.of(cadence > 0 ? 1 : 0, cadence / 3));
        emit(0x13, Uint8Array.of(130, 131, 129, 130, 21));
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

/** Chosen with `--vehicle BK`, or while the program runs with `VEHICLE BK`. */
export const bicycle: Vehicle = defineVehicle({
  type: "BK",
  name: "Bicycle",
  plugins: [bus, battery, status],
  simulator: pedalling,
});

/** `deno task start --plugin examples/bicycle/mod.ts --vehicle BK` */
export default bicycle;
