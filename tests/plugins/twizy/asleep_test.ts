import assert from "node:assert/strict";
import { definePlugin } from "ovms-edge";
import { bench } from "ovms-edge/testing";
import { rt } from "../../../plugins/twizy/mod.ts";

/** What follows from SOC, odometer and speed. */
const DERIVED = {
  "v.b.soc": [
    "v.b.range.est",
    "v.b.range.ideal",
    "v.b.range.full",
    "v.c.duration.full",
    "v.c.duration.soc",
    "v.c.duration.range",
    "xrt.d.soc",
  ],
  "v.p.odometer": ["xrt.d.odometer"],
} as const;

Deno.test("a sleeping car: what was worked out from a value is as old as the value, and still told", async () => {
  await using car = await bench(definePlugin({ id: "idle" }), { vehicle: rt });
  const { metrics } = car.runtime.host;
  for (let second = 0; second < 3; second++) {
    car.frame(0x597, "0095214129000135");
    car.frame(0x155, "0795DC547D000070");
    car.frame(0x599, "00007918FF2F1388");
    car.frame(0x5d7, "1388047C1CE000");
    await car.seconds(1);
  }
  await car.sms("CA 40 90%");
  const awake = await car.sms("STAT?");
  const ages = () =>
    Object.entries(DERIVED).map(([source, derived]) =>
      [source, ...derived].map((name) => metrics.look(name).age)
    );
  assert.deepEqual(new Set(ages().flat()), new Set([0]));
  await car.seconds(7200);
  assert.deepEqual(new Set(ages().flat()), new Set([7200]));
  for (const name of Object.values(DERIVED).flat()) {
    assert.equal(metrics.look(name).freshness, "stale", name);
  }
  assert.deepEqual(await car.sms("STAT?"), awake);
  car.frame(0x155, "0795DC547D000070");
  await car.seconds(1);
  assert.equal(metrics.look("v.b.range.ideal").age, 0);
});
