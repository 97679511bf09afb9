import { deepEqual } from "node:assert/strict";
import { definePlugin } from "ovms-edge";
import { bench } from "ovms-edge/testing";
import horn from "./mod.ts";

const wheels = definePlugin({
  id: "wheels",
  metrics: { speed: "v.p.speed" },
  frames: { 0x10: { signals: { speed: { at: "B0" } } } },
});

Deno.test("the horn sounds only while the owner allows writing to the bus", async () => {
  await using car = await bench(horn, { with: [wheels] });
  const sent: string[] = [];
  car.hal.bus.attach({
    receive: (id, data) => sent.push(`${id.toString(16)} ${data.toHex()}`),
  });
  deepEqual(await car.sms("HORN"), ["The car does not tell that it stands"]);
  car.frame(0x10, "00");
  deepEqual(await car.sms("HORN"), [
    "The CAN bus is in read only mode: set feature 15 to 1 to allow writing",
  ]);
  deepEqual(sent, []);
  car.feature(15, 1);
  deepEqual(await car.sms("HORN 2"), ["Sounded"]);
  deepEqual(sent, ["2a0 01", "2a0 00", "2a0 01", "2a0 00"]);
});
