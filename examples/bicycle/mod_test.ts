import { deepEqual, equal } from "node:assert/strict";
import { bench } from "ovms-edge/testing";
import { bicycle } from "./mod.ts";

Deno.test("a vehicle is its plugins together", async () => {
  await using car = await bench(bicycle);
  equal(car.runtime.vehicle?.name, "Bicycle");
  car.frame(0x10, "503C");
  deepEqual(await car.sms("STAT?"), ["SOC: 80 %\n 60 rpm"]);
  await car.seconds(7);
  deepEqual(await car.sms("STAT?"), ["SOC: 80 %\n Not pedalled"]);
});
