/** Faults of plugins stay their own; they tell plugin, hook, file and line. */
import assert from "node:assert/strict";
import { GateClosed } from "../../../runtime/vehicle/gate.ts";
import { FADE, FAULT_LIMIT, REST } from "../../../runtime/vehicle/patience.ts";
import { definePlugin, type Plugin } from "../../../runtime/contract/plugin.ts";
import { decoder, hostOf, metrics, seconds } from "./plugin_host.ts";

/** A line of the log without the number of a line, which changes with this file. */
function withoutLine(text: string): string {
  return text.replace(/_test\.ts:\d+"/, '_test.ts"');
}

function fail(): never {
  throw new Error("on purpose");
}

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
        `plugin fault: {"plugin":"bad","where":"${where}","at":"tests/runtime/vehicle/faults_test.ts","error":"Error: on purpose"}`,
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
  const then = (file: string) =>
    `"where":"frame 0x155","at":"tests/runtime/vehicle/${file}"`;
  assert.deepEqual(
    log.map((text) => text.replace(/\.ts:\d+"/, '.ts"')),
    [
      line("assigns", first),
      line("scales", first),
      line("assigns", then("faults_test.ts")),
      // No code of the plugin set it: it is told where the frame came from
      line("scales", then("plugin_host.ts")),
    ],
  );
  assert.equal(host.metrics.look("x.assigns").freshness, "unknown");
});

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
    'plugin fault: {"plugin":"bad","where":"state","at":"tests/runtime/vehicle/faults_test.ts","error":"Error: on purpose"}',
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
