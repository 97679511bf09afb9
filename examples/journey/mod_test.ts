import { deepEqual } from "node:assert/strict";
import { definePlugin } from "ovms-edge";
import { bench } from "ovms-edge/testing";
import journey from "./mod.ts";

const key = definePlugin({
  id: "key",
  metrics: { on: "v.e.on" },
  frames: {
    0x101: { signals: { on: { at: "B0.0", as: (bit) => bit === 1 } } },
  },
});

Deno.test("what the plugin brings", async () => {
  await using car = await bench(journey);
  deepEqual(car.surface, {
    verbs: ["JOURNEYS"],
    codes: [],
    slots: [3],
    records: ["X-SOC-Log"],
    settings: [],
  });
});

Deno.test("journeys are counted", async () => {
  await using car = await bench(journey, { with: [key] });
  for (const frame of ["01", "00", "01"]) car.frame(0x101, frame);
  deepEqual(await car.sms("JOURNEYS"), ["2 journeys"]);
});

Deno.test("a record goes to the server when its fields changed", async () => {
  await using car = await bench(journey, { with: [key] });
  await car.seconds(120);
  car.frame(0x101, "01");
  await car.seconds(60);
  deepEqual(car.server.filter((line) => line.startsWith("MP-0 H")), [
    "MP-0 HX-SOC-Log,0,86400,,resting",
    "MP-0 HX-SOC-Log,0,86400,,driving",
  ]);
});

Deno.test("the owner hears of a long rest once, on each channel", async () => {
  await using car = await bench(journey);
  car.feature(3, 2);
  await car.seconds(300);
  const text = "The car has been at rest for 2 minutes";
  deepEqual(car.hal.gsm.sent.map((sms) => sms.text), [text]);
  deepEqual(car.server.filter((line) => line.startsWith("MP-0 P")), [
    `MP-0 PA${text}`,
  ]);
});
