/** What becomes of polls whose answers are missing, refused, broken or wrongly decoded. */
import assert from "node:assert/strict";
import { definePlugin, kwp, type Plugin, uds } from "../../../runtime/mod.ts";
import { bench } from "../../../testing/mod.ts";

import { DRIVES, rig, STANDS } from "./polled_car.ts";

Deno.test("a node that does not answer is asked less and less, and again when it does", async () => {
  await using it = await rig();
  it.bms.silent = true;
  await it.drive(600, DRIVES);
  const sent = it.bench.hal.bus.counters.sent;
  assert.ok(sent >= 8 && sent < 25, `${sent} frames in 10 minutes`);
  it.bms.silent = false;
  await it.drive(600, DRIVES);
  const first = it.asked().length;
  await it.drive(100, DRIVES);
  assert.ok(first > 3 && it.asked().length >= 38);
});

Deno.test("what a node refuses is not asked again until the car has slept; busy soon, but not at once", async () => {
  await using it = await rig();
  it.bms.answer("2102", undefined);
  it.bms.faults.add({ do: "refuse", code: 0x21, request: "2101", count: 1 });
  await it.drive(30, DRIVES);
  const asked = it.asked();
  assert.equal(asked.filter((request) => request === "2102").length, 1);
  await it.drive(20);
  await it.drive(10, DRIVES);
  assert.ok(it.asked().includes("2102"));
  it.bms.faults.add({ do: "refuse", code: 0x22, request: "2101" });
  await it.drive(30, DRIVES);
  assert.equal(it.asked().filter((request) => request === "2101").length, 1);
  it.bms.faults.clear();
  await it.drive(30, STANDS);
  assert.ok(it.asked().filter((request) => request === "2101").length >= 2);
});

Deno.test("broken answers are counted, give no value and end that poll only", async () => {
  await using it = await rig();
  it.bms.faults.add({ do: "lose", frame: 1, request: "2101" });
  it.bms.answer("2102", [0x61, 2, 99]);
  await it.drive(20, DRIVES);
  assert.deepEqual(
    ["v.b.soh", "v.b.soc", "v.vin"].map((name) => it.bench.metric(name)),
    [undefined, undefined, "TESTCAR0000000042"],
  );
  assert.ok(Number(it.bench.metric("x.polls.broken")) >= 6);
  assert.equal(it.bench.runtime.host.find("car")?.faults, 0);
  it.bms.faults.clear();
  await it.drive(10, DRIVES);
  assert.equal(it.bench.metric("v.b.soh"), 87.2);
});

Deno.test("a decoder that reads beyond the answer is a broken answer, one that throws its plugin's fault", async () => {
  const plugin = definePlugin({
    id: "poller",
    metrics: { on: "v.e.on", soh: "v.b.soh" },
    frames: {
      0x100: { signals: { on: { at: "B0.0", as: (bit) => bit === 1 } } },
    },
    polls: [
      {
        to: 0x79b,
        from: 0x7bb,
        read: kwp(1),
        every: { on: 5 },
        decode: (a, put) => (put.soh = a.u16(100)),
      },
      {
        to: 0x79b,
        from: 0x7bb,
        read: kwp(2),
        every: { on: 5 },
        decode: () => {
          throw new Error("on purpose");
        },
      },
    ],
  });
  await using it = await rig(plugin);
  await it.drive(6, STANDS);
  assert.deepEqual(
    [it.bench.metric("v.b.soh"), it.bench.runtime.host.find("poller")?.faults],
    [undefined, 1],
  );
});

Deno.test("commands ask a unit in turns with the polls, and tell why there is no answer", async () => {
  await using it = await rig();
  await it.drive(4, DRIVES);
  assert.deepEqual(await it.bench.sms("DTC"), ["1 codes"]);
  it.bms.answer("1902ff", undefined);
  assert.deepEqual(await it.bench.sms("DTC"), [
    "Node 79B, request 19 02 FF: refused with 0x11, service not supported",
  ]);
  it.bms.silent = true;
  assert.deepEqual(await it.bench.sms("DTC"), [
    "Node 79B, request 19 02 FF: no answer within 1000 ms; see that the car is on, then try again",
  ]);
  assert.equal(it.bench.runtime.host.find("car")?.faults, 0);
});

Deno.test("an async decoder of a poll is refused", async () => {
  await assert.rejects(
    bench(definePlugin({
      id: "late",
      polls: [{
        to: 1,
        from: 2,
        read: uds(1),
        every: { on: 1 },
        decode: async () => {},
      }],
    })),
    new TypeError("a poll's decoder cannot be async: take async away"),
  );
});

Deno.test("a poll with a reason is asked only while that holds, and decoded whoever asked; one that throws is its plugin's fault", async () => {
  const choosy: Plugin = definePlugin({
    id: "choosy",
    metrics: { on: "v.e.on", soc: "v.b.soc" },
    frames: {
      0x100: { signals: { on: { at: "B0.0", as: (bit) => bit === 1 } } },
    },
    polls: [{
      to: 0x79b,
      from: 0x7bb,
      read: kwp(2),
      every: { on: 1 },
      when: () => false,
      decode: (answer, put) => {
        put.soc = answer.u8(0);
      },
    }, {
      to: 0x79b,
      from: 0x7bb,
      read: kwp(1),
      every: { on: 1 },
      when: () => {
        throw new Error("no idea");
      },
      decode: () => {},
    }],
  });
  await using r = await rig(choosy);
  await r.drive(5, STANDS);
  assert.deepEqual(r.asked(), []);
  assert.match(r.bench.log.join(), /no idea/);
  r.bench.frame(0x7bb, "0461022a00000000");
  assert.equal(r.bench.metric("v.b.soc"), 42);
});

Deno.test("a unit that floods the bus keeps nobody from asking others there", async () => {
  const other = definePlugin({
    id: "flooded",
    metrics: { on: "v.e.on", soh: "v.b.soh", soc: "v.b.soc" },
    frames: {
      0x100: { signals: { on: { at: "B0.0", as: (bit) => bit === 1 } } },
    },
    polls: [
      {
        to: 0x700,
        from: 0x708,
        read: uds(1),
        every: { on: 5 },
        decode: (a, put) => (put.soc = a.u8(0)),
      },
      {
        to: 0x79b,
        from: 0x7bb,
        read: kwp(1),
        every: { on: 5 },
        decode: (a, put) => (put.soh = a.u16(0) / 100),
      },
    ],
  });
  await using it = await rig(other);
  await it.drive(10, STANDS);
  it.asked();
  for (let n = 0; n < 100_000; n++) it.bench.frame(0x708, "0462000107");
  await it.drive(20, STANDS);
  assert.ok(it.asked().filter((request) => request === "2101").length >= 3);
  assert.equal(it.bench.metric("v.b.soc"), 7);
});
