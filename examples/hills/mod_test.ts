import { deepEqual } from "node:assert/strict";
import { definePlugin } from "ovms-edge";
import { bench } from "ovms-edge/testing";
import hills from "./mod.ts";

const receiver = definePlugin({
  id: "receiver",
  metrics: { altitude: "v.p.altitude" },
  frames: { 0x10: { signals: { altitude: { at: "B0:B1" } } } },
});

Deno.test("the profile has an altitude a minute", async () => {
  await using car = await bench(hills, { with: [receiver] });
  for (const height of ["0064", "0078", "006E"]) {
    await car.seconds(59);
    car.frame(0x10, height);
    await car.seconds(1);
  }
  deepEqual(await car.query("profile"), { heights: [100, 120, 110] });
  deepEqual(await car.query("profile", { minutes: 2 }), {
    heights: [120, 110],
  });
  deepEqual(await car.query("forget"), { forgotten: 3 });
});
