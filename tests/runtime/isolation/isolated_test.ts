/** A plugin in a process of its own does what it does inside: the same literal, as the bench runs it. */
import assert from "node:assert/strict";
import {
  CommandError,
  Declined,
  definePlugin,
  intOr,
  obd,
  type Plugin,
  v,
} from "../../../runtime/mod.ts";
import { bench, type BenchOptions } from "../../../testing/mod.ts";

const apart = (plugin: Plugin, options: BenchOptions = {}) =>
  bench(plugin, { ...options, isolated: true });

/** Stands for the car: sets what plugins read. */
const car = definePlugin({
  id: "car",
  metrics: { soc: "v.b.soc", on: "v.e.on", cells: "v.b.c.voltage" },
  hears: {
    done: { event: "guest.done", payload: v.object({ n: v.number() }) },
  },
  events: { honked: v.object({ times: v.number() }) },
  sms: {
    "SOC": {
      usage: "SOC",
      args: v.tuple([intOr(0, 100, 50)]),
      run: ([soc], { metrics, emit }) => {
        metrics.soc.set(soc);
        metrics.on.set(soc > 50);
        metrics.cells.set(0, 4.1);
        metrics.cells.set(1, undefined);
        metrics.cells.set(2, 3.9);
        emit.honked({ times: soc });
        return "set";
      },
    },
  },
  on: { done: ({ n }, { metrics }) => metrics.soc.set(n) },
});

Deno.test("metrics are copies: read with their age, written for all", async () => {
  const guest = definePlugin({
    id: "guest",
    reads: { soc: "v.b.soc", cells: "v.b.c.voltage", gear: "v.e.gear" },
    metrics: {
      half: { name: "x.half", unit: "%" },
      name: { name: "x.name", unit: "", is: "text", initial: "none" },
      mood: { name: "x.mood", unit: "", is: ["good", "bad"] },
      list: { name: "x.list", unit: "V", is: "list", fresh: Infinity },
    },
    sms: {
      "READ": {
        usage: "READ",
        run: (_, { metrics: { soc, cells, gear } }) =>
          [
            soc.value,
            soc.age,
            soc.freshness,
            cells.at(0),
            cells.at(1),
            cells.length,
            gear.freshness,
          ].join(),
      },
      "WRITE": {
        usage: "WRITE",
        run: (_, { metrics: { half, soc, name, mood, list } }) => {
          half.set(soc.or(0) / 2, soc);
          name.set("Anna");
          mood.set("bad");
          list.set(1, 7);
          return `${half.value} ${half.age} ${name.value}`;
        },
      },
    },
  });
  await using test = await apart(guest, { with: [car] });
  assert.deepEqual(await test.sms("READ"), [",,unknown,,,0,unknown"]);
  await test.sms("SOC 80");
  assert.deepEqual(await test.sms("READ"), ["80,0,fresh,4.1,,3,unknown"]);
  await test.seconds(5);
  assert.deepEqual(await test.sms("READ"), ["80,4,fresh,4.1,,3,unknown"]);
  assert.deepEqual(await test.sms("WRITE"), ["40 4 Anna"]);
  const { metrics } = test.runtime.host;
  assert.equal(metrics.look("x.half").age, 4);
  assert.deepEqual(
    ["x.half", "x.name", "x.mood", "x.list"].map(test.metric),
    [40, "Anna", "bad", [NaN, 7]],
  );
});

Deno.test("what it watches is pushed at once; what it works out from that is there at once", async () => {
  const guest = definePlugin({
    id: "guest",
    reads: { soc: "v.b.soc" },
    metrics: { seen: { name: "x.seen", unit: "%" } },
    on: { soc: (soc, { metrics }) => metrics.seen.set(soc) },
  });
  await using test = await apart(guest, { with: [car] });
  await test.sms("SOC 33");
  await test.settle();
  assert.equal(test.metric("x.seen"), 33);
});

Deno.test("commands: arguments, refusals, codes, several messages, declining", async () => {
  const args = v.strictTuple([intOr(1, 3, 1)]);
  const guest = definePlugin({
    id: "guest",
    sms: {
      "ADD": {
        usage: "ADD [1-3]",
        query: true,
        code: 301,
        args,
        run: ([n]) => `${n + 1}`,
      },
      "NO": {
        usage: "NO",
        run: () => {
          throw new CommandError("Not today");
        },
      },
      "PASS": {
        usage: "PASS",
        run: () => {
          throw new Declined();
        },
      },
      "BOOM": {
        usage: "BOOM",
        run: () => {
          throw new Error("boom");
        },
      },
      "PARTS": { usage: "PARTS", run: () => ({ parts: ["a", ["b", "c"]] }) },
      "NOTHING": { usage: "NOTHING", run: () => undefined },
      "WHO": {
        usage: "WHO",
        run: (_, __, { link, principal }) => `${link} ${principal}`,
      },
    },
    msg: { "300": { name: "Add", args, run: ([n]) => [n + 1, "x"] } },
  });
  await using test = await apart(guest);
  assert.deepEqual(await test.sms("ADD 2"), ["3"]);
  assert.deepEqual(await test.sms("add?"), ["2"]);
  assert.deepEqual(await test.sms("ADD 4"), ["Usage: ADD [1-3]"]);
  assert.deepEqual(await test.sms("NO"), ["Not today"]);
  assert.deepEqual(await test.sms("PASS"), []);
  assert.match((await test.sms("BOOM")).join(), /^Command failed/);
  // A fault tells plugin, command, file and line, as that of one in the program does.
  const fault = test.log.find((line) => line.includes("boom")) ?? "";
  assert.match(
    fault,
    /"plugin":"\w+","where":"BOOM","at":"tests\/[^:]+isolated_test\.ts:\d+"/,
  );
  assert.deepEqual(await test.sms("PARTS"), ["a", "b\n c"]);
  assert.deepEqual(await test.sms("NOTHING"), []);
  assert.deepEqual(await test.sms("WHO"), ["sms owner"]);
  assert.deepEqual(await test.msg("300,3"), ["c300,0,4,x"]);
  assert.deepEqual(await test.msg("300,4"), ["c300,1,Parameter out of range"]);
  assert.deepEqual(await test.msg("300,a"), ["c300,1,Invalid syntax"]);
  assert.deepEqual(await test.msg("301"), ["PA2", "c301,0"]);
});

Deno.test("frames: conditions and checks are looked at, decoded in the plugin", async () => {
  const guest = definePlugin({
    id: "guest",
    metrics: {
      speed: { name: "x.speed", unit: "km/h" },
      lamp: { name: "x.lamp", unit: "", is: "flag" },
    },
    frames: {
      0x120: {
        when: { at: "B0", is: 1 },
        signals: {
          speed: { at: "B1" },
          lamp: { at: "B2.0", as: (bit) => bit === 1 },
        },
      },
    },
    framesOn: {
      2: {
        0x8000_0123: {
          bytes: 2,
          decode: (frame, put) => void (put.speed = frame.u16(0)),
        },
      },
    },
  });
  await using test = await apart(guest);
  test.frame(0x120, "002A01");
  test.frame(0x120, "01");
  await test.settle();
  assert.equal(test.metric("x.speed"), undefined);
  assert.equal(test.runtime.host.ignored, 1);
  test.frame(0x120, "012A01");
  await test.settle();
  assert.deepEqual(["x.speed", "x.lamp"].map(test.metric), [42, true]);
  test.frame(0x8000_0123, "0100", 2);
  await test.settle();
  assert.equal(test.metric("x.speed"), 256);
});

Deno.test("records, notices, events, features, settings, memory, state and time", async () => {
  const guest = definePlugin({
    id: "guest",
    needs: ["memory", "clock", "messages", "params", "supply"],
    events: { done: v.object({ n: v.number() }) },
    hears: {
      honk: { event: "car.honked", payload: v.object({ times: v.number() }) },
    },
    features: { full: { slot: 12, summary: "Full" } },
    settings: {
      reserve: {
        schema: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(50)),
        default: 5,
        summary: "Kept back",
      },
      token: {
        schema: v.string(),
        default: "",
        summary: "Secret",
        secret: true,
      },
    },
    records: {
      log: {
        type: "X-Log",
        summary: "Log",
        lifetime: 60,
        fields: { n: 1, note: "text" },
      },
    },
    notices: { alert: { priority: "alarm", summary: "Alert" } },
    state: () => ({ honks: 0, seconds: 0 }),
    on: { honk: ({ times }, { state }) => void (state.honks = times) },
    every: { second: ({ state }) => void state.seconds++ },
    start: ({ hal }) => hal.memory.put({ started: "yes" }),
    sms: {
      "DO": {
        usage: "DO",
        run: (_, { records, together, notify, emit, features, hal }) => {
          together(() => {
            records.log.write(0, { n: 1, note: "a" });
            records.log.writeChanged(0, { n: 1, note: "a" });
            records.log.writeChangedOf(0, 5, () => ({ n: 2, note: "b" }));
          });
          notify.alert((channel) => `Alert by ${channel}`);
          features.full.set(77);
          emit.done({ n: 66 });
          hal.memory.put({ a: "1", started: undefined });
          hal.messages.push("pushed");
          return `${features.full.value} ${hal.memory.get("a")}`;
        },
      },
      "TELL": {
        usage: "TELL",
        run: (_, { settings, state, user, hal, now }) =>
          [
            settings.reserve,
            settings.token,
            state.honks,
            state.seconds,
            user.units,
            hal.params.get(1),
            hal.params.get(0),
            hal.supply.volts(),
            now,
            hal.clock.wall().trusted,
          ].join(),
      },
      "WAIT": {
        usage: "WAIT",
        run: async (_, { hal }) => {
          await hal.clock.sleep(2000);
          return "Waited";
        },
      },
    },
  });
  await using test = await apart(guest, {
    with: [car],
    params: { 1: "password", 2: "M" },
    settings: { "guest.token": "abc" },
  });
  const { hal } = test;
  await test.sms("SOC 9");
  assert.equal(hal.store.get("plugin.guest", "started"), "yes");
  assert.deepEqual(await test.sms("DO"), ["77 1"]);
  await test.settle();
  assert.equal(test.metric("v.b.soc"), 66);
  assert.equal(hal.store.get("plugin.guest", "a"), "1");
  assert.equal(hal.store.get("plugin.guest", "started"), undefined);
  await test.seconds(3);
  const rows = test.server.filter((line) => line.startsWith("MP-0 HX-Log"));
  assert.deepEqual(rows, ["MP-0 HX-Log,0,60,1.0,a", "MP-0 HX-Log,0,60,2.0,b"]);
  assert.deepEqual(hal.gsm.sent.map(({ text }) => text), [
    "set",
    "77 1",
    "Alert by sms",
  ]);
  assert.ok(test.server.includes("MP-0 PAAlert by ip"));
  assert.ok(test.server.includes("MP-0 PApushed"));
  test.set("guest.reserve", "20");
  assert.deepEqual(await test.sms("TELL"), [
    `20,abc,9,3,M,,,${hal.supply.volts() ?? ""},3,true`,
  ]);
  assert.deepEqual(await test.sms("WAIT"), ["Waited"]);
  assert.throws(() => test.set("guest.reserve", "51"), /from 0 to 50/);
});

Deno.test("queries are checked on both sides", async () => {
  const guest = definePlugin({
    id: "guest",
    queries: {
      twice: {
        summary: "Twice",
        args: v.object({ n: v.number() }),
        answer: v.object({ n: v.number() }),
        run: ({ n }) => ({ n: n * 2 }),
      },
    },
  });
  await using test = await apart(guest);
  assert.deepEqual(await test.query("twice", { n: 4 }), { n: 8 });
  await assert.rejects(test.query("twice", { n: "4" }), /n: Invalid type/);
});

Deno.test("a closed write gate is nobody's fault, and start comes again when it opens", async () => {
  const guest = definePlugin({
    id: "guest",
    needs: ["can.tx"],
    start: ({ hal }) => hal.can.tx.send(0x99, Uint8Array.of(1)),
    sms: {
      "HORN": {
        usage: "HORN",
        run: async (_, { hal }) => {
          await hal.can.tx.send(0x123, Uint8Array.of(1, 2));
          return "Honked";
        },
      },
    },
  });
  await using test = await apart(guest);
  const sent: number[] = [];
  test.hal.bus.attach({ receive: (id) => void sent.push(id) });
  assert.match((await test.sms("HORN")).join(), /read only mode/);
  assert.equal(test.runtime.host.find("guest")?.faults, 0);
  test.feature(15, 1);
  await test.seconds(2);
  assert.deepEqual(await test.sms("HORN"), ["Honked"]);
  assert.deepEqual(sent, [0x99, 0x123]);
});

Deno.test("answers to polls are decoded in the plugin, which says when it wants them", async () => {
  const guest = definePlugin({
    id: "guest",
    metrics: { rpm: { name: "x.rpm", unit: "" } },
    state: () => ({ wanted: false }),
    sms: {
      "WANT": {
        usage: "WANT",
        run: (_, { state }) => {
          state.wanted = true;
          return "soon";
        },
      },
    },
    polls: [{
      to: 0x7e0,
      from: 0x7e8,
      read: obd(1, 0x0c),
      every: { off: 1, on: 1 },
      onSilentBus: true,
      when: ({ state }) => state.wanted,
      decode: (answer, put) => void (put.rpm = answer.u16(0)),
    }],
  });
  await using test = await apart(guest, { with: [car] });
  test.hal.bus.attach({
    receive: (id) => {
      if (id === 0x7e0) test.frame(0x7e8, "04410C01F4000000");
    },
  });
  test.feature(15, 1);
  await test.sms("SOC 80");
  await test.seconds(10);
  assert.equal(test.metric("x.rpm"), undefined);
  await test.sms("WANT");
  await test.seconds(10);
  assert.equal(test.metric("x.rpm"), 500);
});

Deno.test("a channel of the plugin carries notices", async () => {
  const guest = definePlugin({
    id: "guest",
    settings: { on: { schema: v.boolean(), default: false, summary: "On" } },
    metrics: { last: { name: "x.last", unit: "", is: "text" } },
    notices: { alert: { priority: "alarm", summary: "Alert" } },
    channels: {
      pager: {
        summary: "A pager",
        exists: ({ settings }) => settings.on,
        send: ({ text }, { metrics }) => {
          metrics.last.set(text);
          return "delivered";
        },
      },
    },
    sms: {
      "ALERT": {
        usage: "ALERT",
        run: (_, { notify }) => {
          notify.alert((channel) => `By ${channel}`);
          return "soon";
        },
      },
    },
  });
  await using test = await apart(guest);
  await test.sms("ALERT");
  await test.seconds(5);
  assert.equal(test.metric("x.last"), undefined);
  test.set("guest.on", "on");
  await test.seconds(2);
  await test.sms("ALERT");
  await test.seconds(5);
  await test.settle();
  assert.equal(test.metric("x.last"), "By other");
});

Deno.test("a fault tells its place, and five of them set the plugin aside, until it begins anew", async () => {
  const guest = definePlugin({
    id: "guest",
    state: () => ({ calls: 0 }),
    every: {
      second: ({ state }) => {
        if (++state.calls <= 5) throw new Error("five times");
      },
    },
    sms: {
      "CALLS": { usage: "CALLS", run: (_, { state }) => `${state.calls}` },
    },
  });
  await using test = await apart(guest);
  await test.seconds(8);
  assert.match((await test.sms("CALLS")).join(), /is set aside/);
  assert.ok(test.log.some((line) => /isolated_test.ts/.test(line)));
});

Deno.test("what only a trusted plugin can have is refused in one sentence", async () => {
  const tidy = definePlugin({ id: "guest", settle: () => undefined });
  await assert.rejects(apart(tidy), /has settle, .*--trust/);
  const make = () => ({ text: "", said: "" });
  const writing = definePlugin({
    id: "guest",
    exports: { all: { summary: "All", make } },
  });
  await assert.rejects(apart(writing), /has exports, .*--trust/);
  const checking = definePlugin({
    id: "guest",
    settings: {
      even: {
        schema: v.pipe(v.number(), v.check((n) => n % 2 === 0)),
        default: 2,
        summary: "Even",
      },
    },
  });
  await assert.rejects(apart(checking), /setting even .*check.*--trust/);
});

Deno.test("small values have a quota", async () => {
  const guest = definePlugin({
    id: "guest",
    needs: ["memory"],
    sms: {
      "KEEP": {
        usage: "KEEP",
        run: ([size], { hal }) => {
          hal.memory.put({ big: "x".repeat(Number(size)) });
          return "kept";
        },
      },
    },
  });
  await using test = await apart(guest);
  assert.deepEqual(await test.sms("KEEP 60000"), ["kept"]);
  assert.match((await test.sms("KEEP 70000")).join(), /at most 64 KB/);
  assert.equal(test.hal.store.get("plugin.guest", "big")?.length, 60000);
});
