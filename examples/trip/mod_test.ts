import { deepEqual, equal } from "node:assert/strict";
import { definePlugin } from "ovms-edge";
import { bench } from "ovms-edge/testing";
import trip from "./mod.ts";

/** Stands for the car: its frames set what the plugin reads. */
const car = definePlugin({
  id: "car",
  metrics: { odometer: "v.p.odometer", on: "v.e.on" },
  frames: {
    0x100: { signals: { odometer: { at: "B0:B1" } } },
    0x101: { signals: { on: { at: "B0.0", as: (bit) => bit === 1 } } },
  },
});

Deno.test("a trip begins when the car is switched on", async () => {
  await using test = await bench(trip, { with: [car] });
  deepEqual(await test.sms("TRIP"), ["No data from the vehicle yet"]);
  test.frame(0x100, "03E8");
  test.frame(0x101, "01");
  test.frame(0x100, "03F2");
  deepEqual(await test.sms("TRIP?"), ["Trip: 10 km"]);
  deepEqual(await test.msg("310"), ["PATrip: 10 km", "c310,0"]);
  equal(test.metric("x.trip.length"), 10);
});

Deno.test("distances are in the owner's unit", async () => {
  await using test = await bench(trip, { with: [car], params: { 2: "M" } });
  test.frame(0x100, "0000");
  test.frame(0x100, "0010");
  deepEqual(await test.sms("TRIP"), ["Trip: 10 mi"]);
});
