import { deepEqual, equal, match, throws } from "node:assert/strict";
import { simHal } from "../../../hal/sim/mod.ts";
import {
  definePlugin,
  optional,
  type Plugin,
  v,
} from "../../../runtime/mod.ts";
import { Runtime } from "../../../runtime/runtime.ts";
import { bench } from "../../../testing/mod.ts";

const set = v.object({ cells: v.number(), at: v.string() });

const source: Plugin = definePlugin({
  id: "source",
  events: { "sensor-set": set, "done": v.undefined() },
  sms: {
    "GO": {
      usage: "GO",
      run: ([cells], { emit }) => {
        emit["sensor-set"]({ cells: Number(cells), at: "now" });
        emit.done();
        return "gone";
      },
    },
  },
});

/** Hears the event under its full name, and one under a name of its own. */
function listener(id: string, heard: string[]): Plugin {
  return definePlugin({
    id,
    hears: {
      "source.sensor-set": set,
      end: optional({ event: "source.done", payload: v.undefined() }),
    },
    on: {
      "source.sensor-set": ({ cells, at }) => {
        const count: number = cells, when: string = at;
        heard.push(`${id} ${count} ${when}`);
      },
      end: (payload) => {
        const nothing: undefined = payload;
        heard.push(`${id} ${nothing}`);
      },
    },
  });
}

Deno.test("an event reaches whoever hears it, at once and in the order of the plugins", async () => {
  const heard: string[] = [];
  await using car = await bench(source, {
    with: [listener("a", heard), listener("b", heard)],
  });
  deepEqual(await car.sms("GO 14"), ["gone"]);
  deepEqual(heard, ["a 14 now", "b 14 now", "a undefined", "b undefined"]);
  equal(car.runtime.host.plugins.every(({ faults }) => faults === 0), true);
});

Deno.test("who throws at an event harms neither the others nor the emitter", async () => {
  const heard: string[] = [];
  const bad = definePlugin({
    id: "bad",
    hears: { "source.sensor-set": set },
    on: {
      "source.sensor-set": () => {
        throw new Error("no");
      },
    },
  });
  await using car = await bench(source, { with: [bad, listener("b", heard)] });
  deepEqual(await car.sms("GO 3"), ["gone"]);
  equal(heard[0], "b 3 now");
  equal(car.runtime.host.find("bad")?.faults, 1);
  match(car.log.join(), /"plugin":"bad","where":"on\.source\.sensor-set"/);
});

Deno.test("a wrong payload is the fault of who emits it, another opinion of it that of who hears", async () => {
  const wrong: Plugin = {
    id: "wrong",
    events: { "sensor-set": set },
    sms: {
      "WRONG": {
        usage: "WRONG",
        run: (_: never, ctx: { emit: Record<string, (p: unknown) => void> }) =>
          ctx.emit["sensor-set"]?.({ cells: "many" }),
      },
    },
  };
  await using car = await bench(wrong);
  deepEqual(await car.sms("WRONG"), [
    "Command failed: its plugin has a fault",
  ]);
  match(car.log.join(), /event wrong\.sensor-set: cells: Invalid type/);

  const other = definePlugin({
    id: "other",
    hears: { "source.sensor-set": v.object({ cells: v.string() }) },
    on: { "source.sensor-set": ({ cells }) => void cells.length },
  });
  await using pair = await bench(source, { with: [other] });
  deepEqual(await pair.sms("GO 3"), ["gone"]);
  equal(pair.runtime.host.find("other")?.faults, 1);
});

Deno.test("events that go in a circle end", async () => {
  const ping = (id: string, from: string): Plugin =>
    definePlugin({
      id,
      events: { ball: v.number() },
      hears: { ball: { event: `${from}.ball`, payload: v.number() } },
      on: { ball: (n, { emit }) => emit.ball(n + 1) },
    });
  await using car = await bench(ping("a", "b"), { with: [ping("b", "a")] });
  car.emit("a.ball", 1);
  match(car.log.join(), /is emitted in a circle of events/);
});

Deno.test("an event that nobody emits is refused at the start, with the nearest name", () => {
  const deaf = definePlugin({
    id: "deaf",
    hears: { "source.sensor-sat": set },
  });
  const start = (common: readonly Plugin[]) =>
    new Runtime({ hal: simHal(), common, vehicles: [], log: () => {} });
  throws(
    () => start([deaf, source]),
    /plugin deaf hears source\.sensor-sat, which nobody emits; did you mean source\.sensor-set\?/,
  );
  start([
    definePlugin({
      id: "deaf",
      hears: { x: optional({ event: "no.where", payload: set }) },
    }),
  ]);
});

Deno.test("a name for a metric and for an event is refused", async () => {
  const both = definePlugin({
    id: "both",
    reads: { soc: "v.b.soc" },
    hears: { soc: { event: "a.soc", payload: v.number() } },
    on: { soc: () => {} },
  });
  await bench(both).then(
    () => {
      throw new Error("was taken");
    },
    (error) => match(String(error), /soc both as a metric and as an event/),
  );
});
