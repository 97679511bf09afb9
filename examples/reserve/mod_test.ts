import { deepEqual } from "node:assert/strict";
import { definePlugin } from "ovms-edge";
import { bench } from "ovms-edge/testing";
import reserve from "./mod.ts";

const display = definePlugin({
  id: "display",
  metrics: { range: "v.b.range.est" },
  frames: { 0x10: { signals: { range: { at: "B0" } } } },
});

Deno.test("LEFT keeps back what the owner wants", async () => {
  await using car = await bench(reserve, {
    with: [display],
    settings: { "reserve.distance": 8 },
  });
  deepEqual(await car.sms("LEFT"), ["The range is not known yet"]);
  car.frame(0x10, "32");
  deepEqual(await car.sms("LEFT"), ["42 km left"]);
  car.set("reserve.distance", "2.5");
  deepEqual(await car.sms("LEFT"), ["47.5 km left"]);
});
