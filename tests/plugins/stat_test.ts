/** The status text of cars that do not tell everything. */
import { deepEqual } from "node:assert/strict";
import { definePlugin, defineVehicle, type Plugin } from "ovms-edge";
import { stat } from "ovms-edge/car";
import framework from "../../plugins/framework/mod.ts";
import { bench } from "../../testing/mod.ts";

const soc = definePlugin({
  id: "soc",
  metrics: { soc: "v.b.soc" },
  frames: { 0x10: { signals: { soc: { at: "B0" } } } },
});
const flag = (bit: number) => bit === 1;
const charging = definePlugin({
  id: "charging",
  metrics: { charging: "v.c.charging" },
  frames: { 0x11: { signals: { charging: { at: "B0.0", as: flag } } } },
});
const port = definePlugin({
  id: "port",
  metrics: { port: "v.d.cp" },
  frames: { 0x12: { signals: { port: { at: "B0.0", as: flag } } } },
});

async function told(
  tells: readonly Plugin[],
  frames: readonly (readonly [number, string])[],
): Promise<readonly string[]> {
  const plugins = [soc, ...tells, stat()];
  const vehicle = defineVehicle({ type: "XX", name: "Some car", plugins });
  await using car = await bench(framework, { vehicle });
  car.frame(0x10, "50");
  for (const [id, hex] of frames) car.frame(id, hex);
  await car.seconds(1);
  return await car.sms("STAT?");
}

Deno.test("a car that tells nothing of a charge is not said to have none", async () => {
  deepEqual(await told([], []), ["SOC: 80.00%"]);
  deepEqual(await told([charging], []), ["SOC: 80.00%"]);
});

Deno.test("a car that tells no plug may tell whether it charges", async () => {
  deepEqual(await told([charging], [[0x11, "00"]]), [
    "Not charging\n SOC: 80.00%",
  ]);
  deepEqual(await told([charging], [[0x11, "01"]]), [
    "Charging\n SOC: 80.00%",
  ]);
  deepEqual(await told([charging, port], [[0x11, "01"], [0x12, "00"]]), [
    "Not charging\n SOC: 80.00%",
  ]);
});
