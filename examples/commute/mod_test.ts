import { deepEqual } from "node:assert/strict";
import { definePlugin } from "ovms-edge";
import { bench } from "ovms-edge/testing";
import { commute, journeys } from "./mod.ts";

Deno.test("LONGEST knows the longest journey", async () => {
  await using car = await bench(commute);
  car.emit("journeys.ended", { minutes: 12 });
  car.emit("journeys.ended", { minutes: 7 });
  deepEqual(await car.sms("LONGEST"), ["Longest journey: 12 min"]);
});

Deno.test("a journey that ends is told", async () => {
  const key = definePlugin({
    id: "key",
    metrics: { on: "v.e.on" },
    frames: {
      0x10: { signals: { on: { at: "B0.0", as: (bit) => bit === 1 } } },
    },
  });
  await using car = await bench(commute, { with: [key, journeys] });
  car.frame(0x10, "01");
  await car.seconds(120);
  car.frame(0x10, "00");
  deepEqual(await car.sms("LONGEST"), ["Longest journey: 2 min"]);
});
