import { deepEqual } from "node:assert/strict";
import { bench } from "ovms-edge/testing";
import reserve from "./mod.ts";

Deno.test("LEFT keeps back what the owner wants", async () => {
  await using car = await bench(reserve, {
    settings: { "reserve.distance": 8 },
  });
  deepEqual(await car.sms("LEFT"), ["-8 km left"]);
  car.set("reserve.distance", "2.5");
  deepEqual(await car.sms("LEFT"), ["-2.5 km left"]);
});
