import { deepEqual, equal } from "node:assert/strict";
import { definePlugin } from "ovms-edge";
import { bench } from "ovms-edge/testing";
import { bicycle } from "./mod.ts";

/** Takes the place of the framework, whose STAT the bicycle takes over. */
const framework = definePlugin({
  id: "framework",
  sms: { "STAT": { usage: "STAT", query: true, code: 6, run: () => "?" } },
});

Deno.test("a vehicle is its plugins together", async () => {
  await using car = await bench(framework, { vehicle: bicycle });
  equal(car.runtime.vehicle?.name, "Bicycle");
  car.frame(0x10, "503C");
  deepEqual(await car.sms("STAT?"), ["SOC: 80 %\n 60 rpm"]);
  await car.seconds(7);
  deepEqual(await car.sms("STAT?"), ["SOC: 80 %\n Not pedalled"]);
});
