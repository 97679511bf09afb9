/** A vehicle to begin with, where there is no DBC file: texts of its files. */

/** `mod.ts`: two frames, a setting, STAT, BATT and a page, with a simulator. */
export function vehicleModule(name: string, type: string): string {
  return `import { definePlugin, defineVehicle, v, type Vehicle } from "ovms-edge";
import { batt, stat } from "ovms-edge/car";

/** What the car tells: put your frames in the place of these two. */
const bus = definePlugin({
  id: "${name}-bus",
  settings: {
    capacity: {
      schema: v.pipe(v.number(), v.minValue(1), v.maxValue(200)),
      default: 10,
      unit: "kWh",
      summary: "Usable energy of the battery",
    },
  },
  metrics: {
    soc: "v.b.soc",
    capacity: "v.b.capacity",
    cells: "v.b.c.voltage",
    temps: "v.b.c.temp",
  },
  frames: {
    0x100: { signals: { soc: { at: "B0", per: 2 } } },
    // Four cells in 20 mV, two sensors in °C from -40
    0x101: {
      bytes: 6,
      decode: (frame, put) => {
        for (let k = 0; k < 4; k++) put.cells.set(k, frame.u8(k) / 50);
        for (let k = 0; k < 2; k++) put.temps.set(k, frame.u8(4 + k) - 40);
      },
    },
  },
  every: {
    second: ({ metrics, settings }) => metrics.capacity.set(settings.capacity),
  },
  pages: {
    energy: {
      name: "Energy",
      icon: "M4 20V10M12 20V4M20 20v-7",
      module: new URL("./page/energy.js", import.meta.url),
    },
  },
});

const vehicle: Vehicle = defineVehicle({
  type: "${type}",
  name: "${name}",
  plugins: [
    bus,
    stat(),
    batt({
      cells: { count: 4, perUnit: 50 },
      modules: { count: 2, perUnit: 1, zero: -40 },
      records: { pack: "${type}-PWR-BattPack", cell: "${type}-PWR-BattCell" },
    }),
  ],
  simulator: ({ emit }) => ({
    step() {
      emit(0x100, Uint8Array.of(160));
      emit(0x101, Uint8Array.of(200, 200, 200, 200, 60, 60));
    },
  }),
});
export default vehicle;
`;
}

/** `page/energy.js`. */
export function vehiclePage(): string {
  return `// @ts-check
import { html, NumberTile, useLive } from "ovms-edge/page";

export default function Energy() {
  const live = useLive();
  return html\`
    <\${NumberTile} live=\${live} metric="v.b.capacity" name="Battery" unit="kWh" />
  \`;
}
`;
}

/** `mod_test.ts`. */
export function vehicleTest(name: string): string {
  return `import { deepEqual, match } from "node:assert/strict";
import { bench } from "ovms-edge/testing";
import vehicle from "./mod.ts";

Deno.test("frames become STAT and BATT, the setting a metric", async () => {
  await using car = await bench(vehicle);
  car.frame(0x100, "A0");
  car.frame(0x101, "C8C8C8C83C3C");
  await car.seconds(2);
  match((await car.sms("STAT?")).join(), /SOC: 80.00%/);
  match((await car.sms("BATT T")).join(), /20 ?C/);
  car.set("${name}-bus.capacity", "22");
  await car.seconds(1);
  deepEqual(car.metric("v.b.capacity"), 22);
});
`;
}
