import assert from "node:assert/strict";
import {
  definePlugin,
  kwp,
  type NodeAnswer,
  obd,
  type Plugin,
  type PollDef,
  SimulatedNode,
  troubleCodes,
  uds,
} from "../../../runtime/mod.ts";
import { type Bench, bench, type BenchOptions } from "../../../testing/mod.ts";

/** Feature 15. */
const WRITE = 15;
const ON = "01", OFF = "00";

/** A car with broadcasts on two buses, and a table of polls. */
const car: Plugin = definePlugin({
  id: "car",
  metrics: {
    on: "v.e.on",
    charging: "v.c.charging",
    speed: "v.p.speed",
    soh: "v.b.soh",
    soc: "v.b.soc",
    vin: "v.vin",
    count: { name: "x.car.count", unit: "" },
  },
  frames: {
    0x100: {
      signals: {
        on: { at: "B0.0", as: (bit) => bit === 1 },
        charging: { at: "B0.1", as: (bit) => bit === 1 },
        speed: { at: "B1" },
      },
    },
  },
  framesOn: { 2: { 0x200: { signals: { count: { at: "B0" } } } } },
  polls: [
    {
      to: 0x79b,
      from: 0x7bb,
      read: kwp(1),
      every: { on: 10, driving: 5, charging: 60 },
      decode: (answer, put) => {
        put.soh = answer.u16(0) / 100;
      },
    },
    {
      to: 0x79b,
      from: 0x7bb,
      read: kwp(2),
      every: { driving: 5 },
      bytes: 2,
      decode: (answer, put) => {
        put.soc = answer.u8(0);
      },
    },
    {
      to: 0x797,
      from: 0x79a,
      bus: 2,
      read: kwp(0x81),
      every: { on: 3600, driving: 3600 },
      decode: (answer, put) => {
        put.vin = answer.text();
      },
    },
  ],
  needs: ["diag"],
  sms: {
    "DTC": {
      usage: "DTC",
      run: async (_, { hal }) => {
        const codes = await hal.diag.request(
          { to: 0x79b, from: 0x7bb },
          troubleCodes(0xff),
        );
        return `${codes.length / 4} codes`;
      },
    },
  },
});

interface Rig {
  readonly bench: Bench;
  readonly bms: SimulatedNode;
  readonly vcm: SimulatedNode;
  /** Requests that both units took since the last call. */
  asked(): string[];
  /** Lets seconds pass in which the car sends its broadcasts. */
  drive(seconds: number, broadcast?: string | undefined): Promise<void>;
}

async function rig(
  plugin: Plugin = car,
  options: BenchOptions = {},
): Promise<Rig & AsyncDisposable> {
  const car = await bench(plugin, options), { hal } = car;
  const unit = (
    to: number,
    from: number,
    bus: number,
    answers: Record<string, NodeAnswer>,
  ) => {
    const node = new SimulatedNode({
      to,
      from,
      answers,
      after: (ms, work) => hal.clock.after(ms, work),
      emit: (id, data) => hal.bus.inject(id, data, false, bus),
    });
    hal.bus.attach({ receive: (id, data) => node.receive(id, data) }, bus);
    return node;
  };
  const bms = unit(0x79b, 0x7bb, 1, {
    "2101": [0x61, 1, 0x22, 0x10, 0, 0, 0, 0, 0, 0],
    "2102": [0x61, 2, 55, 0],
    "1902ff": [0x59, 2, 0xff, 1, 2, 3, 4],
  });
  const vcm = unit(0x797, 0x79a, 2, {
    "2181": [0x61, 0x81, ...new TextEncoder().encode("TESTCAR0000000042")],
  });
  car.feature(WRITE, 1);
  return {
    bench: car,
    bms,
    vcm,
    asked: () => [...bms.asked.splice(0), ...vcm.asked.splice(0)],
    async drive(seconds, broadcast) {
      for (let k = 0; k < seconds; k++) {
        if (broadcast !== undefined) {
          car.frame(0x100, broadcast);
          car.frame(0x200, "01", 2);
        }
        await hal.clock.run(1000);
      }
    },
    [Symbol.asyncDispose]: () => car[Symbol.asyncDispose](),
  };
}

const STANDS = `${ON}00`,
  DRIVES = `${ON}32`,
  CHARGES = "0200",
  PARKED = `${OFF}00`;

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
