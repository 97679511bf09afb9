/** The simulated Leaf and the decoder share no table: each checks the other. */
import assert from "node:assert/strict";
import { SimulatedCar, worldOf } from "../../../app/car/simulated_car.ts";
import framework from "../../../plugins/framework/mod.ts";
import { nl } from "../../../plugins/leaf/mod.ts";
import { simulateLeaf } from "../../../plugins/leaf/sim/mod.ts";
import { bench } from "../../../testing/mod.ts";

const OPEN = 1;
const WRITE = 15;

/** A runtime with the simulated car on its buses, and the words that steer it. */
async function parked(settings: Readonly<Record<string, unknown>> = {}) {
  const b = await bench(framework, { vehicle: nl, settings });
  const car = simulateLeaf(worldOf(b.hal));
  const stop = new SimulatedCar(b.hal, car, [1, 2]).start(10);
  const steer = (line: string) => {
    const [word = "", ...words] = line.split(" ");
    return car.steering?.[word]?.run(words) ?? "";
  };
  /** Lets time pass, in which what was asked is answered. */
  const pass = (seconds: number) => b.hal.clock.run(seconds * 1000);
  return {
    b,
    car,
    steer,
    pass,
    metric: (name: string) => b.metric(name),
    async [Symbol.asyncDispose]() {
      stop();
      await b[Symbol.asyncDispose]();
    },
  };
}

const near = (actual: unknown, expected: number, within: number) =>
  assert.ok(
    typeof actual === "number" && Math.abs(actual - expected) <= within,
    `${actual} is not ${expected}`,
  );

Deno.test("a drive: speed, gear, power, odometer and ranges are read as the car has them", async () => {
  await using leaf = await parked();
  assert.match(leaf.steer("drive 80"), /80 km\/h/);
  await leaf.pass(120);
  near(leaf.metric("v.p.speed"), 80, 0.1);
  assert.equal(leaf.metric("v.e.on"), true);
  assert.equal(leaf.metric("v.e.gear"), 1);
  assert.equal(leaf.metric("v.e.locked"), false);
  assert.equal(leaf.metric("v.p.odometer"), 31236);
  near(leaf.metric("v.b.power"), 10.6, 1);
  near(leaf.metric("v.i.power"), 10.2, 1);
  near(leaf.metric("v.b.temp"), 17, 0);
  assert.equal(leaf.metric("xnl.v.b.range.instrument"), 96);
  assert.equal(leaf.metric("xnl.v.b.soc.instrument"), 61);
  near(leaf.metric("v.b.soh"), 88, 0);
  const [text = ""] = await leaf.b.sms("STAT?");
  assert.match(text, /^Not charging\n Range: \d+ - \d+ km\n SOC: 61/);
  assert.deepEqual(leaf.metric("v.t.pressure"), [
    145 * 1.7237,
    144 * 1.7237,
    142 * 1.7237,
    141 * 1.7237,
  ]);
  assert.throws(() => leaf.steer("plug slow"), /It drives: stop first/);
});

Deno.test("the control units answer on their buses once feature 15 allows it", async () => {
  await using leaf = await parked();
  leaf.steer("key on");
  await leaf.pass(30);
  assert.equal(leaf.metric("v.b.c.voltage"), undefined);
  leaf.b.feature(WRITE, OPEN);
  await leaf.pass(200);
  const cells = leaf.metric("v.b.c.voltage");
  assert.ok(Array.isArray(cells) && cells.length === 96);
  near(cells[0], 3.879, 0.002);
  near(cells[3], 3.875, 0.002);
  const sensors = leaf.metric("v.b.c.temp");
  assert.ok(Array.isArray(sensors) && sensors.length === 3);
  near(sensors[0], 16, 0.2);
  assert.equal(leaf.metric("v.b.cac"), 58.4);
  assert.equal(leaf.metric("xnl.v.b.hx"), 71.5);
  assert.equal(leaf.metric("v.vin"), "SJNFAAZE0U6000042");
});

Deno.test("a slow and a quick charge run to their end and are told as such", async () => {
  await using leaf = await parked();
  const state = () => [
    leaf.metric("v.c.charging"),
    leaf.metric("v.c.type"),
    leaf.metric("v.c.mode"),
    leaf.metric("xnl.v.c.state"),
  ];
  assert.equal(leaf.steer("plug timer"), "Plugged in, waiting for the timer");
  await leaf.pass(3);
  assert.equal(leaf.metric("xnl.v.c.state"), "timerwait");
  leaf.steer("plug slow");
  await leaf.pass(3);
  assert.deepEqual(state(), [true, "type1", "standard", "charging"]);
  near(leaf.metric("v.c.power"), 3.3, 0);
  near(leaf.metric("v.c.current"), 15, 0.01);
  near(leaf.metric("v.b.power"), -2.7, 0.1);
  leaf.steer("soc 97.9");
  await leaf.pass(120);
  assert.deepEqual(state(), [false, "type1", "", "done"]);
  leaf.steer("unplug");
  leaf.steer("soc 30");
  leaf.steer("plug quick");
  await leaf.pass(3);
  assert.deepEqual(state(), [true, "chademo", "performance", "charging"]);
  near(leaf.metric("v.c.power"), 43.7, 0.5);
  leaf.steer("soc 92.9");
  await leaf.pass(60);
  assert.deepEqual(state(), [false, "chademo", "", "done"]);
});

Deno.test("a sleeping car is silent and asked nothing; CLIMATE wakes and heats it", async () => {
  await using leaf = await parked({ "nl.modelyear": 2013 });
  leaf.b.feature(WRITE, OPEN);
  await leaf.pass(200);
  assert.equal(leaf.metric("v.e.awake"), false);
  assert.match(leaf.steer("status"), /^asleep/);
  const before = { ...leaf.b.hal.bus.counters };
  await leaf.pass(60);
  assert.deepEqual(leaf.b.hal.bus.counters, before);
  const answer = leaf.b.sms("CLIMATE ON");
  await leaf.pass(6);
  assert.deepEqual(await answer, ["Climate on requested"]);
  assert.equal(leaf.metric("v.e.hvac"), true);
  assert.equal(leaf.metric("v.e.heating"), true);
  near(leaf.metric("v.e.cabintemp"), 21, 0.6);
});

Deno.test("RANGE sets the ideal range of a full battery in the place of the computed one", async () => {
  await using leaf = await parked();
  leaf.steer("key on");
  await leaf.pass(5);
  const soc = Number(leaf.metric("v.b.soc"));
  near(leaf.metric("v.b.range.ideal"), 21.3 * 7.1 * soc / 100, 0.1);
  assert.deepEqual(await leaf.b.sms("RANGE 200"), [
    "Max ideal range: 200 km",
  ]);
  await leaf.pass(1);
  near(leaf.metric("v.b.range.ideal"), 2 * soc, 0.001);
});

Deno.test("words that cannot be are refused in a sentence", async () => {
  await using leaf = await parked();
  for (
    const [line, sentence] of [
      ["key", /Expected: key on\|off/],
      ["drive fast", /Expected: drive KMH, 0 to 145/],
      ["drive 300", /0 to 145/],
      ["plug wet", /Expected: plug \[slow\|quick\|timer\]/],
      ["soc 101", /0 to 100/],
    ] as const
  ) assert.throws(() => leaf.steer(line), sentence, line);
});
