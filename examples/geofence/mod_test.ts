import { deepEqual, equal, ok } from "node:assert/strict";
import { definePlugin, v } from "ovms-edge";
import { bench } from "ovms-edge/testing";
import geofence, { metres } from "./mod.ts";

/** Stands for the car, and hears what happens. */
const car = definePlugin({
  id: "car",
  metrics: {
    latitude: "v.p.latitude",
    longitude: "v.p.longitude",
    lock: "v.p.gpslock",
    heard: { name: "x.heard", unit: "", is: "text", initial: "" },
  },
  hears: {
    entered: {
      event: "geofence.entered",
      payload: v.object({ name: v.string() }),
    },
    left: { event: "geofence.left", payload: v.object({ name: v.string() }) },
  },
  on: {
    entered: ({ name }, { metrics }) => metrics.heard.set(`in ${name}`),
    left: ({ name }, { metrics }) => metrics.heard.set(`out of ${name}`),
  },
  sms: {
    "AT": {
      usage: "AT",
      run: ([north = "0"], { metrics }) => {
        metrics.latitude.set(50 + Number(north) / 111_195);
        metrics.longitude.set(8);
        metrics.lock.set(true);
        return "";
      },
    },
  },
});

const settings = {
  "geofence.name": "the garage",
  "geofence.latitude": 50,
  "geofence.longitude": 8,
  "geofence.radius": 100,
};

const begin = () => bench(geofence, { with: [car], settings, isolated: true });
type Test = Awaited<ReturnType<typeof begin>>;

/** Lets the car be so many metres north of the middle, for some seconds. */
async function stay(test: Test, north: number, seconds: number): Promise<void> {
  for (let k = 0; k < seconds; k++) {
    await test.sms(`AT ${north}`);
    await test.seconds(1);
  }
}
const told = ({ hal: { gsm } }: Test) =>
  gsm.sent.map(({ text }) => text).filter((text) => text.startsWith("The car"));

Deno.test("entering and leaving is told once, to the owner and to other plugins", async () => {
  await using test = await begin();
  deepEqual(await test.sms("FENCE"), ["The position is not known"]);
  await stay(test, 500, 8);
  deepEqual(await test.sms("FENCE"), [
    "Not in the garage, 500 m from its middle",
  ]);
  deepEqual(told(test), []);
  await stay(test, 20, 10);
  await test.seconds(3);
  deepEqual(told(test), ["The car has come to the garage"]);
  equal(test.metric("x.heard"), "in the garage");
  await stay(test, 400, 10);
  await test.seconds(3);
  deepEqual(told(test).slice(1), ["The car has left the garage"]);
  equal(test.metric("x.heard"), "out of the garage");
});

Deno.test("positions that jump about at the edge tell nothing", async () => {
  await using test = await begin();
  await stay(test, 90, 8);
  for (let k = 0; k < 20; k++) await stay(test, k % 3 === 0 ? 160 : 95, 1);
  await stay(test, 115, 20);
  deepEqual(told(test), []);
  equal(test.metric("x.geofence.inside"), true);
});

Deno.test("an old position is none", async () => {
  await using test = await begin();
  await stay(test, 500, 3);
  await test.seconds(60);
  deepEqual(await test.sms("FENCE"), ["The position is not known"]);
});

Deno.test("metres between places", () => {
  ok(Math.abs(metres([50, 8], [51, 8]) - 111_195) < 5);
  ok(Math.abs(metres([0, 179.9], [0, -179.9]) - 22_239) < 5);
});
