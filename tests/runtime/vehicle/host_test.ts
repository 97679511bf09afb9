import assert from "node:assert/strict";
import { Frame, fromHex } from "../../../hal/can_frame.ts";
import { GateClosed } from "../../../runtime/vehicle/gate.ts";
import { required } from "../../../runtime/contract/optional.ts";
import { Host } from "../../../runtime/vehicle/host.ts";
import { FADE, FAULT_LIMIT, REST } from "../../../runtime/vehicle/patience.ts";
import { definePlugin, type Plugin } from "../../../runtime/contract/plugin.ts";

const metrics = { soc: { name: "x.soc", unit: "%" } } as const;

/** Plugins at work, each with a context of its metrics. */
function hostOf(...plugins: readonly Plugin[]) {
  const log: string[] = [];
  const host = new Host(
    plugins,
    (level, event, details) => {
      if (level === "error") log.push(`${event}: ${JSON.stringify(details)}`);
    },
  );
  host.wire((plugin, state) => ({
    state,
    metrics: Object.fromEntries(
      Object.entries({ ...plugin.metrics, ...plugin.reads }).map((
        [alias, ref],
      ) => [alias, host.metrics.handle(required(ref), plugin.id)]),
    ),
  }));
  const frame = (id: number, hex: string, extended = false, bus = 1) =>
    host.frame(new Frame(id, fromHex(hex), extended, bus));
  return { host, log, frame };
}

/** A line of the log without the number of a line, which changes with this file. */
function withoutLine(text: string): string {
  return text.replace(/_test\.ts:\d+"/, '_test.ts"');
}

function fail(): never {
  throw new Error("on purpose");
}

/** All metrics with value and age. */
function snapshot({ metrics }: Host) {
  return metrics.slots().map((slot) => metrics.snapshot(slot));
}

const decoder: Plugin = definePlugin({
  id: "decoder",
  metrics,
  frames: {
    0x155: { signals: { soc: { at: "B1" } } },
    0x1fffffff: { signals: { soc: { at: "B0" } } },
  },
});

Deno.test("frames become metrics, of either length of identifier", () => {
  const { host, frame } = hostOf(decoder);
  frame(0x155, "0032");
  assert.equal(host.metrics.look("x.soc").value, 50);
  frame(0x1fffffff, "40", true);
  assert.equal(host.metrics.look("x.soc").value, 64);
  assert.deepEqual([...host.frameIds()], [[1, [0x155, 0x1fffffff]]]);
});

Deno.test("short frames and unknown ids are counted and change nothing", () => {
  const { host, frame, log } = hostOf(decoder);
  frame(0x155, "0032");
  host.second();
  host.second();
  const before = snapshot(host);
  frame(0x155, "00");
  frame(0x155, "");
  frame(0x156, "0011223344556677");
  frame(0x7ff, "");
  frame(0x155 + 0x800, "0011", true);
  frame(0, "00");
  assert.equal(host.ignored, 6);
  assert.deepEqual(snapshot(host), before);
  assert.deepEqual(log, []);
});

Deno.test("a longer frame than needed is decoded", () => {
  const { host, frame } = hostOf(decoder);
  frame(0x155, "0032000000000000");
  assert.deepEqual([host.metrics.look("x.soc").value, host.ignored], [50, 0]);
});

Deno.test("several plugins decode one frame, in the order of loading, each by its own length", () => {
  const order: string[] = [];
  const taker = (id: string, bytes: number) =>
    definePlugin({
      id,
      frames: { 0x100: { bytes, decode: () => void order.push(id) } },
    });
  const { host, frame } = hostOf(taker("a", 1), taker("b", 3), taker("c", 2));
  frame(0x100, "000000");
  frame(0x100, "0000");
  assert.deepEqual(order, ["a", "b", "c", "a", "c"]);
  assert.equal(host.ignored, 1);
});

Deno.test("a decoder is given what its plugin remembers", () => {
  const plugin = definePlugin({
    id: "a",
    state: () => ({ frames: 0 }),
    metrics,
    frames: {
      1: {
        bytes: 1,
        decode: (f, put, { state }) => put.soc = f.u8(0) + ++state.frames,
      },
    },
  });
  const { host, frame } = hostOf(plugin);
  frame(1, "10");
  frame(1, "10");
  assert.equal(host.metrics.look("x.soc").value, 18);
});

Deno.test("two hosts of one plugin share no memory", () => {
  const plugin = definePlugin({
    id: "a",
    state: () => ({ n: 0 }),
    metrics,
    every: { second: ({ state, metrics }) => metrics.soc.set(++state.n) },
  });
  const one = hostOf(plugin).host, two = hostOf(plugin).host;
  one.second();
  one.second();
  two.second();
  assert.deepEqual(
    [one, two].map((host) => host.metrics.look("x.soc").value),
    [2, 1],
  );
});

Deno.test("regular work comes at its seconds, in the order of loading", () => {
  const calls: string[] = [];
  const worker = (id: string) =>
    definePlugin({
      id,
      every: {
        second: () => void calls.push(`${id} 1`),
        tenSeconds: () => void calls.push(`${id} 10`),
        minute: () => void calls.push(`${id} 60`),
        tenMinutes: () => void calls.push(`${id} 600`),
      },
    });
  const { host } = hostOf(worker("a"), worker("b"));
  for (let n = 0; n < 600; n++) host.second();
  const count = (call: string) => calls.filter((c) => c === call).length;
  assert.deepEqual(
    ["a 1", "a 10", "a 60", "a 600"].map(count),
    [600, 60, 10, 1],
  );
  assert.deepEqual(calls.slice(0, 4), ["a 1", "b 1", "a 1", "b 1"]);
  assert.deepEqual(
    calls.slice(-8),
    ["a 1", "b 1", "a 10", "b 10", "a 60", "b 60", "a 600", "b 600"],
  );
});

Deno.test("a watcher hears of changes by frames and by other plugins", () => {
  const heard: number[] = [];
  const watcher = definePlugin({
    id: "watcher",
    reads: metrics,
    on: { soc: (value) => void heard.push(value) },
  });
  const setter = definePlugin({
    id: "setter",
    metrics,
    every: { second: ({ metrics }) => metrics.soc.set(99) },
  });
  const { host, frame } = hostOf(watcher, decoder, setter);
  frame(0x155, "0032");
  frame(0x155, "0032");
  host.second();
  host.second();
  assert.deepEqual(heard, [50, 99]);
});

const faulty: readonly (readonly [string, string, Partial<Plugin>])[] = [
  ["a tick", "every.second", { every: { second: fail } }],
  ["an async tick", "every.second", {
    every: { second: () => Promise.reject(new Error("on purpose")) },
  }],
  ["a frame", "frame 0x155", { frames: { 0x155: { bytes: 1, decode: fail } } }],
  ["a signal", "frame 0x155", {
    metrics,
    frames: { 0x155: { signals: { soc: { at: "B0", as: fail } } } },
  }],
  ["a change", "on.soc", { reads: metrics, on: { soc: fail } }],
  ["an async change", "on.soc", {
    reads: metrics,
    on: { soc: () => Promise.reject(new Error("on purpose")) },
  }],
];
for (const [what, where, parts] of faulty) {
  Deno.test(`a plugin that fails at ${what} is set aside after ${FAULT_LIMIT} faults, and the rest goes on`, async () => {
    const calls = { before: 0, after: 0 };
    const good = (id: "before" | "after") =>
      definePlugin({
        id,
        every: { second: () => void calls[id]++ },
        frames: { 0x155: { bytes: 1, decode: () => void calls[id]++ } },
      });
    const { host, frame, log } = hostOf(
      good("before"),
      { ...parts, id: "bad" },
      decoder,
      good("after"),
    );
    for (let n = 1; n <= 10; n++) {
      frame(0x155, `00${n.toString(16).padStart(2, "0")}`);
      host.second();
      await Promise.resolve();
    }
    assert.deepEqual(calls, { before: 20, after: 20 });
    assert.equal(host.metrics.look("x.soc").value, 10);
    const bad = host.find("bad");
    assert.deepEqual([bad?.faults, bad?.aside], [FAULT_LIMIT, true]);
    assert.deepEqual(log.map(withoutLine), [
      ...new Array<string>(FAULT_LIMIT).fill(
        `plugin fault: {"plugin":"bad","where":"${where}","at":"tests/runtime/vehicle/host_test.ts","error":"Error: on purpose"}`,
      ),
      `plugin set aside: {"plugin":"bad","faults":${FAULT_LIMIT}}`,
    ]);
  });
}

Deno.test("what a metric cannot be is a fault that names metric and plugin, then frame, file and line as well", () => {
  const wrong = (id: string, frame: object) =>
    ({
      id,
      metrics: { [id]: { name: `x.${id}`, unit: "" } },
      frames: { 0x155: frame },
    }) as Plugin;
  const { host, log, frame } = hostOf(
    wrong("assigns", {
      bytes: 1,
      decode: (_: never, put: { assigns: number }) => put.assigns = NaN,
    }),
    wrong("scales", { signals: { scales: { at: "B0", as: () => NaN } } }),
  );
  for (let k = 0; k < 2; k++) {
    frame(0x155, "05");
    host.second();
  }
  const line = (id: string, where: string) =>
    `plugin fault: {"plugin":"${id}",${where},"error":"RangeError: metric x.${id} cannot be NaN: expected a number"}`;
  const first = '"where":"frames"';
  const then =
    '"where":"frame 0x155","at":"tests/runtime/vehicle/host_test.ts"';
  assert.deepEqual(
    log.map((text) => text.replace(/\.ts:\d+"/, '.ts"')),
    [
      line("assigns", first),
      line("scales", first),
      line("assigns", then),
      line("scales", then),
    ],
  );
  assert.equal(host.metrics.look("x.assigns").freshness, "unknown");
});

/** Runs `n` seconds. */
function seconds(host: Host, n: number): void {
  for (let k = 0; k < n; k++) host.second();
}

Deno.test("faults fade: a plugin that fails now and then is never set aside", () => {
  let second = 0;
  const { host } = hostOf({
    id: "rare",
    every: { second: () => ++second % FADE === 0 ? fail() : undefined },
  });
  seconds(host, 3 * FAULT_LIMIT * FADE);
  const rare = host.find("rare");
  assert.deepEqual([rare?.faults, rare?.aside], [3 * FAULT_LIMIT, false]);
  assert.deepEqual(host.takeNews(), []);
});

Deno.test("a plugin that is set aside begins anew later, and later again, until it is well", () => {
  let sick = true;
  const calls: string[] = [];
  const { host, frame } = hostOf(definePlugin({
    id: "bad",
    metrics,
    state: () => ({ seconds: 0 }),
    frames: { 5: { signals: { soc: { at: "B0" } } } },
    start: () => void calls.push("start"),
    stop: () => void calls.push("stop"),
    every: {
      second: ({ state }) => {
        state.seconds++;
        if (sick) fail();
        if (state.seconds === 1) calls.push("second");
      },
    },
  }));
  const news = () => host.takeNews().map(({ is }) => is);
  host.start();
  seconds(host, FAULT_LIMIT);
  assert.match(
    host.takeNews()[0]?.text ?? "",
    /^Plugin bad is set aside after 5 faults, the last in every\.second\. It is tried again in 10 minutes$/,
  );
  seconds(host, REST);
  assert.deepEqual(news(), ["tried"]);
  seconds(host, FAULT_LIMIT);
  assert.equal(host.find("bad")?.aside, true);
  sick = false;
  seconds(host, REST);
  assert.deepEqual(news(), [], "the second rest is longer, and told once");
  assert.deepEqual([...host.frameIds()], [[1, []]]);
  seconds(host, REST);
  assert.deepEqual(news(), ["tried"]);
  assert.deepEqual([...host.frameIds()], [[1, [5]]]);
  frame(5, "07");
  assert.equal(host.metrics.look("x.soc").value, 7);
  seconds(host, FADE);
  assert.deepEqual(news(), ["well"]);
  assert.deepEqual(
    calls,
    ["start", "stop", "start", "stop", "start", "second"],
  );
});

Deno.test("what the closed write gate refuses is no fault, and the plugin starts when it opens", async () => {
  let open = false;
  const calls: string[] = [];
  const send = (where: string) => {
    calls.push(where);
    return open
      ? Promise.resolve()
      : Promise.reject(new Error("not sent", { cause: new GateClosed() }));
  };
  const { host, log } = hostOf(
    {
      id: "sender",
      start: () => send("start"),
      every: { second: () => send("second") },
    },
    { id: "other", start: () => void calls.push("other") },
  );
  host.start();
  for (let n = 0; n < 2 * FAULT_LIMIT; n++) {
    host.second();
    await Promise.resolve();
  }
  assert.deepEqual(log, []);
  const sender = host.find("sender");
  assert.deepEqual([sender?.faults, sender?.aside], [0, false]);
  open = true;
  calls.length = 0;
  host.gateOpened();
  host.gateOpened();
  assert.deepEqual(calls, ["start"]);
});

Deno.test("whatever is thrown is counted", () => {
  const thrown: unknown[] = [undefined, null, "text", Object.create(null), {
    toString: fail,
  }];
  const { host, log } = hostOf({
    id: "bad",
    every: {
      second: () => {
        throw thrown.shift();
      },
    },
  });
  for (let n = 0; n < FAULT_LIMIT; n++) host.second();
  assert.equal(host.find("bad")?.aside, true);
  assert.ok(log[3]?.includes("something without a text"));
  assert.ok(log[4]?.includes("something without a text"));
});

Deno.test("faults while starting and stopping stay with the plugin", () => {
  const calls: string[] = [];
  const good = definePlugin({
    id: "good",
    start: () => void calls.push("start"),
    stop: () => void calls.push("stop"),
  });
  const { host } = hostOf({ id: "bad", start: fail, stop: fail }, good);
  host.start();
  host.stop();
  assert.deepEqual(calls, ["start", "stop"]);
  assert.equal(host.find("bad")?.faults, 2);
});

Deno.test("a plugin that cannot even begin is set aside at once", () => {
  const calls: string[] = [];
  const { host, frame, log } = hostOf({
    id: "bad",
    state: fail,
    metrics,
    frames: { 0x155: { bytes: 1, decode: () => void calls.push("frame") } },
    on: { soc: () => void calls.push("change") },
    every: { second: () => void calls.push("second") },
    start: () => void calls.push("start"),
  }, decoder);
  host.start();
  frame(0x155, "0032");
  host.second();
  assert.deepEqual(calls, []);
  assert.equal(host.metrics.look("x.soc").value, 50);
  assert.deepEqual(log.map(withoutLine), [
    'plugin fault: {"plugin":"bad","where":"state","at":"tests/runtime/vehicle/host_test.ts","error":"Error: on purpose"}',
    'plugin set aside: {"plugin":"bad","faults":1}',
  ]);
});

Deno.test("frames of a plugin that was set aside count as ignored again", () => {
  const { host, frame } = hostOf(
    definePlugin({ id: "bad", frames: { 5: { bytes: 1, decode: fail } } }),
  );
  for (let n = 0; n < FAULT_LIMIT + 3; n++) frame(5, "00");
  assert.equal(host.ignored, 3);
  assert.deepEqual([...host.frameIds()], [[1, []]]);
});

Deno.test("metrics that plugins disagree about are refused at the wiring", () => {
  assert.throws(
    () =>
      hostOf(decoder, {
        id: "other",
        reads: { s: { name: "x.soc", unit: "km" } },
      }),
    /metric x\.soc is declared as % number by decoder and as km number by other/,
  );
});

Deno.test("an alias that is not declared, and a list that is watched, are refused by name", () => {
  assert.throws(
    () => hostOf({ id: "a", on: { soc: () => {} } }),
    new Error("plugin a names the metric soc, which it does not declare"),
  );
  assert.throws(
    () =>
      hostOf({ id: "a", frames: { 1: { signals: { soc: { at: "B0" } } } } }),
    new Error("plugin a names the metric soc, which it does not declare"),
  );
  assert.throws(
    () =>
      hostOf({
        id: "a",
        reads: { cells: "v.b.c.voltage" },
        on: { cells: () => {} },
      }),
    new Error("plugin a watches the list v.b.c.voltage: watch a number"),
  );
});

Deno.test("a listener gets raw frames beside the plugins", () => {
  const raw: number[] = [];
  const { host, frame } = hostOf(decoder);
  host.listen(0x581, (f) => raw.push(f.u8(0)));
  host.listen(0x155, (f) => raw.push(f.u8(1)));
  frame(0x581, "43");
  frame(0x155, "0032");
  assert.deepEqual(raw, [0x43, 0x32]);
  assert.equal(host.metrics.look("x.soc").value, 50);
  assert.deepEqual([...host.frameIds()], [[1, [0x155, 0x581, 0x1fffffff]]]);
});

Deno.test("who may speak SDO gets the replies of all nodes through the driver's filter", () => {
  const { host } = hostOf({ id: "cfg", needs: ["can.sdo"] });
  const ids = host.frameIds().get(1) ?? [];
  assert.deepEqual([ids[0], ids.at(-1), ids.length], [0x581, 0x5ff, 127]);
});

Deno.test("the same identifier on two buses is two frames", () => {
  const two = definePlugin({
    id: "two",
    metrics: { a: { name: "x.a", unit: "" }, b: { name: "x.b", unit: "" } },
    frames: { 0x284: { signals: { a: { at: "B0" } } } },
    framesOn: {
      2: {
        0x284: { signals: { b: { at: "B0" } } },
        0x355: { signals: { a: { at: "B0" } } },
      },
    },
  });
  const { host, frame } = hostOf(two);
  const values =
    () => [host.metrics.look("x.a").value, host.metrics.look("x.b").value];
  frame(0x284, "01");
  assert.deepEqual(values(), [1, undefined]);
  frame(0x284, "02", false, 2);
  assert.deepEqual(values(), [1, 2]);
  frame(0x355, "03");
  frame(0x284, "03", false, 3);
  assert.deepEqual([...values(), host.ignored], [1, 2, 2]);
  frame(0x355, "04", false, 2);
  assert.deepEqual(values(), [4, 2]);
  assert.deepEqual([...host.frameIds()], [[1, [0x284]], [2, [0x284, 0x355]]]);
});

Deno.test("a bus on which only answers are heard is heard whole", () => {
  const { host } = hostOf(decoder);
  host.listen(0x79a, () => {}, 2);
  host.listen(0x7bb, () => {});
  assert.deepEqual([...host.frameIds()], [[1, [0x155, 0x7bb, 0x1fffffff]], [
    2,
    [],
  ]]);
});
