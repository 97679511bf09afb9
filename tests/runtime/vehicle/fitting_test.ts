import { deepEqual, equal, match, throws } from "node:assert/strict";
import { simHal } from "../../../hal/sim/mod.ts";
import { common, vehicles } from "../../../plugins/mod.ts";
import { definePlugin, type Plugin, v } from "../../../runtime/mod.ts";
import { Runtime } from "../../../runtime/runtime.ts";
import { checkTogether, fitting } from "../../../runtime/vehicle/fitting.ts";

const verb = (id: string, name: string): Plugin =>
  definePlugin({ id, sms: { [name]: { usage: name, run: () => id } } });
const emits = (id: string): Plugin =>
  definePlugin({ id, events: { rung: v.undefined() } });
const hears = (id: string, from: string, emit: object = {}): Plugin =>
  definePlugin({
    id,
    hears: { [`${from}.rung`]: v.undefined() },
    events: { ...emit },
  });

const fit = (own: readonly Plugin[], ...extra: readonly Plugin[]) => {
  const { plugins, leftOut } = fitting({ own, extra, vehicle: undefined });
  return { ids: plugins.map(({ id }) => id), leftOut };
};

Deno.test("what goes together runs, whatever the order of who emits and who hears", () => {
  deepEqual(fit([verb("own", "A")], hears("b", "c"), emits("c")), {
    ids: ["own", "b", "c"],
    leftOut: [],
  });
});

Deno.test("the later of two that collide is left out, and nobody of the vehicle's own", () => {
  deepEqual(
    fit([verb("own", "A")], verb("b", "A"), verb("c", "C"), verb("d", "C")),
    {
      ids: ["own", "c"],
      leftOut: [
        "Plugin b is left out: verb A is claimed by own and by b: one of them has to leave it",
        "Plugin d is left out: verb C is claimed by c and by d: one of them has to leave it",
      ],
    },
  );
});

Deno.test("who hears only of one that is left out is left out as well", () => {
  const bell = { ...emits("bell"), ...verb("bell", "A") };
  const ear = hears("ear", "bell", { rung: v.undefined() });
  const { ids, leftOut } = fit(
    [verb("own", "A")],
    hears("last", "ear"),
    ear,
    bell,
  );
  deepEqual(ids, ["own"]);
  deepEqual(leftOut.map((text) => /^Plugin (\w+)/.exec(text)?.[1]), [
    "bell",
    "ear",
    "last",
  ]);
});

Deno.test("metrics that are not alike, frames that cannot be decoded and settings of the core are left out", () => {
  const own = definePlugin({
    id: "own",
    metrics: { it: { name: "x.it", unit: "km" } },
  });
  const odd = definePlugin({
    id: "odd",
    reads: { it: { name: "x.it", unit: "%" } },
  });
  const late = definePlugin({
    id: "late",
    frames: { 1: { bytes: 1, decode: async () => await undefined } },
  });
  const greedy = definePlugin({
    id: "greedy",
    settings: { x: { schema: v.number(), default: 1, summary: "" } },
  });
  const { leftOut, plugins } = fitting({
    own: [own],
    extra: [odd, late, greedy],
    vehicle: undefined,
    checkSettings: (claims) => {
      if (claims.has("greedy.x")) throw new Error("taken");
    },
  });
  deepEqual(plugins, [own]);
  equal(leftOut.length, 3);
  match(leftOut[0] ?? "", /^Plugin odd is left out: metric x\.it is declared /);
  match(leftOut[1] ?? "", /^Plugin late is left out: .* cannot be async/);
  match(leftOut[2] ?? "", /^Plugin greedy is left out: taken/);
});

Deno.test("nothing of a plugin runs while it is looked at", () => {
  let calls = 0;
  const run = () => calls++;
  const plugin = definePlugin({
    id: "a",
    state: run,
    start: run,
    every: { second: run },
  });
  checkTogether({ own: [plugin], extra: [], vehicle: undefined });
  equal(calls, 0);
});

Deno.test("what was left out is in DIAG's problems, and the owner is told once", async () => {
  const hal = simHal();
  hal.store.put("params", { 0: "+491701234567", 3: "SMS", 14: "RT" });
  const begin = (...extra: readonly Plugin[]) =>
    new Runtime({ hal, common, vehicles, extra, log: () => {}, fresh: false });
  const told = async (runtime: Runtime) => {
    runtime.start();
    for (let s = 0; s < 5; s++) {
      await hal.clock.drain();
      hal.clock.second();
    }
    await hal.clock.drain();
    runtime.stop();
    return hal.gsm.sent.splice(0).map(({ text }) => text);
  };
  const bad = verb("bad", "STAT"), worse = verb("worse", "STAT");
  const sentence =
    /^Plugin bad is left out: verb STAT is claimed by stat and by bad/;
  const first = begin(bad);
  match(first.health.problems().join(), sentence);
  const [text = "", ...more] = await told(first);
  match(text, sentence);
  deepEqual(more, []);
  deepEqual(await told(begin(bad)), [], "told already");
  equal((await told(begin(worse))).length, 1);
  deepEqual(await told(begin()), []);
  equal((await told(begin(bad))).length, 1, "it was well in between");
  hal.store.close();
});

Deno.test("strict refuses what would be left out", () => {
  const hal = simHal();
  throws(
    () =>
      new Runtime({
        hal,
        common,
        vehicles,
        extra: [verb("bad", "STAT")],
        log: () => {},
        strict: true,
      }),
    /verb STAT is claimed by stat and by bad/,
  );
  hal.store.close();
});
