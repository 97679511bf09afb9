import assert from "node:assert/strict";
import type { Host } from "../../../runtime/vehicle/host.ts";
import { definePlugin } from "../../../runtime/contract/plugin.ts";
import { decoder, hostOf, metrics } from "./plugin_host.ts";

/** All metrics with value and age. */
function snapshot({ metrics }: Host) {
  return metrics.slots().map((slot) => metrics.snapshot(slot));
}

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
        reads: { soc: "v.b.soc" },
        metrics: { own: { name: "x.own", unit: "%" } },
        frames: { 1: { signals: { soc: { at: "B0" } } } },
      }),
    new Error("plugin a names the metric soc, which it does not declare"),
    "who reads a metric does not write it",
  );
  assert.throws(
    () =>
      hostOf({
        id: "a",
        metrics: { speed: "v.p.speed" },
        frames: { 1: { signals: { sped: { at: "B0" } } } },
      }),
    new Error(
      "plugin a names the metric sped, which it does not declare; did you mean speed?",
    ),
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
  host.listen([0x581], (f) => raw.push(f.u8(0)));
  host.listen([0x155], (f) => raw.push(f.u8(1)));
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
  host.listen([0x79a], () => {}, 2);
  host.listen([0x7bb], () => {});
  assert.deepEqual([...host.frameIds()], [[1, [0x155, 0x7bb, 0x1fffffff]], [
    2,
    [],
  ]]);
});
