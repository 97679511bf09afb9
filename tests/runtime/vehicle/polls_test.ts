import assert from "node:assert/strict";
import {
  definePlugin,
  kwp,
  obd,
  type PollDef,
  SimulatedNode,
} from "../../../runtime/mod.ts";

import { CHARGES, DRIVES, PARKED, rig, STANDS, WRITE } from "./polled_car.ts";

Deno.test("polls are asked as often as the state of the car says, and put into metrics", async () => {
  await using it = await rig();
  await it.drive(4, PARKED);
  assert.deepEqual(it.asked(), []);
  await it.drive(10, STANDS);
  assert.deepEqual(it.asked(), ["2101", "2181"]);
  assert.deepEqual(
    ["v.b.soh", "v.vin", "v.b.soc"].map((name) => it.bench.metric(name)),
    [87.2, "TESTCAR0000000042", undefined],
  );
  await it.drive(10, DRIVES);
  assert.deepEqual(it.asked().sort(), ["2101", "2101", "2102", "2102"]);
  assert.equal(it.bench.metric("v.b.soc"), 55);
  await it.drive(70, CHARGES);
  assert.deepEqual(it.asked(), ["2101"]);
});

Deno.test("while feature 15 forbids writing nothing is sent, and that is said once", async () => {
  await using it = await rig();
  it.bench.feature(WRITE, 0);
  await it.drive(20, DRIVES);
  assert.equal(it.bench.hal.bus.counters.sent, 0);
  const { runtime } = it.bench;
  const told = runtime.health.problems().filter((line) =>
    /asked for/.test(line)
  );
  assert.deepEqual(told, [
    "Some values of the car are not asked for (3 questions), because writing on the CAN bus is not allowed: set feature 15 to 1 to allow it",
  ]);
  assert.ok(
    runtime.health.drivers().some((line) =>
      /^POLLS: 3 questions, not allowed to write/.test(line)
    ),
  );
  assert.deepEqual(await it.bench.sms("DTC"), [
    "The CAN bus is in read only mode: set feature 15 to 1 to allow writing",
  ]);
  await it.drive(10);
  it.bench.feature(WRITE, 1);
  await it.drive(5, DRIVES);
  assert.deepEqual(runtime.health.problems(), []);
  assert.ok(it.asked().length >= 3);
  await it.drive(10, DRIVES);
  assert.ok(Number(it.bench.metric("x.polls.answers")) >= 3);
  assert.equal(it.bench.metric("x.polls.state"), "up");
});

Deno.test("answers that another tester asked for are decoded, also while nothing may be sent", async () => {
  await using it = await rig();
  it.bench.feature(WRITE, 0);
  it.bench.frame(0x79b, "0221015555555555");
  it.bench.frame(0x7bb, "100A610122100000");
  it.bench.frame(0x79b, "3000000000000000");
  it.bench.frame(0x7bb, "2100000000000000");
  assert.equal(it.bench.metric("v.b.soh"), 87.2);
  // The same answer on a bus where nobody expects it is none
  it.bench.frame(0x7bb, "036102FF00000000", 2);
  assert.equal(it.bench.metric("v.b.soc"), undefined);
  assert.equal(it.bench.hal.bus.counters.sent, 0);
});

Deno.test("an answer is put together on a bus that carries nothing else for long", async () => {
  await using it = await rig();
  await it.drive(30);
  const { clock } = it.bench.hal;
  it.bench.frame(0x7bb, "1019610122100000");
  for (const number of [1, 2, 3]) {
    await clock.run(600);
    it.bench.frame(0x7bb, `2${number}00000000000000`);
  }
  assert.equal(it.bench.metric("v.b.soh"), 87.2);
});

Deno.test("a node at which another tester works is left alone for a while", async () => {
  await using it = await rig();
  await it.drive(3, DRIVES);
  it.asked();
  it.bench.frame(0x79b, "0221045555555555");
  await it.drive(95, DRIVES);
  assert.deepEqual(it.asked(), []);
  await it.drive(10, DRIVES);
  assert.ok(it.asked().includes("2101"));
});

Deno.test("a car that sleeps is never asked, whatever the metrics still say", async () => {
  await using it = await rig();
  await it.drive(5, DRIVES);
  await it.drive(2);
  it.asked();
  const { sent } = it.bench.hal.bus.counters;
  await it.drive(600);
  assert.equal(it.bench.metric("v.e.on"), true);
  assert.deepEqual([it.asked(), it.bench.hal.bus.counters.sent], [[], sent]);
  // It wakes: first its own frames, then the questions
  await it.drive(1, DRIVES);
  assert.deepEqual(it.asked(), []);
  await it.drive(3, DRIVES);
  assert.ok(it.asked().length > 0);
});

Deno.test("a bus of which only answers are heard is not awake for that", async () => {
  await using it = await rig();
  await it.drive(5, DRIVES);
  await it.drive(2);
  it.asked();
  for (let k = 0; k < 30; k++) {
    it.bench.frame(0x7bb, "0361020000000000");
    await it.drive(1);
  }
  assert.deepEqual(it.asked(), []);
});

Deno.test("polls keep to the budget of their bus", async () => {
  const groups = Array.from({ length: 20 }, (_, k) => k + 1);
  const poll = (group: number): PollDef<{ soh: number }> => ({
    to: 0x79b,
    from: 0x7bb,
    read: kwp(group),
    every: { on: 1 },
    decode: (answer, put) => {
      put.soh = answer.u8(0);
    },
  });
  const plugin = definePlugin({
    id: "many",
    metrics: { on: "v.e.on", soh: "v.b.soh" },
    frames: {
      0x100: { signals: { on: { at: "B0.0", as: (bit) => bit === 1 } } },
    },
    polls: groups.map(poll),
  });
  const vehicle = {
    type: "BG",
    name: "Budget",
    plugins: [],
    buses: { 1: { name: "CAN", bitRate: 500_000, polls: 10 } },
  };
  await using it = await rig(plugin, { vehicle });
  for (const group of groups) {
    it.bms.answer(`21${group.toString(16).padStart(2, "0")}`, [0x61, group, 1]);
  }
  await it.drive(5, STANDS);
  it.asked();
  await it.drive(20, STANDS);
  const asked = it.asked();
  // A question and an answer of one frame each
  assert.ok(
    asked.length >= 95 && asked.length <= 105,
    `${asked.length} in 20 s`,
  );
  assert.equal(new Set(asked).size, 20);
});

Deno.test("behind a silent port only the metrics tell that the car is awake", async () => {
  const plugin = definePlugin({
    id: "port",
    metrics: { awake: "v.e.awake", speed: "v.p.speed" },
    sms: {
      "WAKE": {
        usage: "WAKE",
        run: (_, ctx) => void ctx.metrics.awake.set(true),
      },
      "SLEEP": {
        usage: "SLEEP",
        run: (_, ctx) => void ctx.metrics.awake.set(false),
      },
    },
    polls: [{
      to: 0x7df,
      from: 0x7e8,
      read: obd(1, 0x0d),
      every: { off: 5, on: 5, driving: 5 },
      onSilentBus: true,
      decode: (answer, put) => {
        put.speed = answer.u8(0);
      },
    }],
  });
  await using it = await rig(plugin);
  const ecu = new SimulatedNode({
    to: 0x7e0,
    from: 0x7e8,
    also: [0x7df],
    answers: { "010d": [0x41, 0x0d, 42] },
    after: (ms, work) => it.bench.hal.clock.after(ms, work),
    emit: (id, data) => it.bench.hal.bus.inject(id, data),
  });
  it.bench.hal.bus.attach(ecu);
  await it.drive(20);
  assert.deepEqual(ecu.asked, []);
  await it.bench.sms("WAKE");
  await it.drive(12);
  assert.deepEqual([ecu.asked.length, it.bench.metric("v.p.speed")], [3, 42]);
  await it.bench.sms("SLEEP");
  await it.drive(20);
  assert.equal(ecu.asked.length, 3);
});

Deno.test("what a poll is to be asked for can come later", async () => {
  let known = false;
  await using r = await rig(definePlugin({
    id: "later",
    metrics: { on: "v.e.on", soc: "v.b.soc" },
    frames: {
      0x100: { signals: { on: { at: "B0.0", as: (bit) => bit === 1 } } },
    },
    polls: [{
      to: 0x79b,
      from: 0x7bb,
      read: kwp(2),
      every: { on: 1 },
      when: () => known,
      decode: (answer, put) => {
        put.soc = answer.u8(0);
      },
    }],
  }));
  await r.drive(5, STANDS);
  assert.deepEqual(r.asked(), []);
  known = true;
  await r.drive(3, STANDS);
  assert.ok(r.asked().includes("2102"));
});
