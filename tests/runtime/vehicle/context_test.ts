import assert from "node:assert/strict";
import type { HistoryRecord } from "../../../hal/mod.ts";
import {
  type Ctx,
  declare,
  definePlugin,
  type Need,
  type Plugin,
} from "../../../runtime/mod.ts";
import { bench } from "../../../testing/mod.ts";

const own = declare({
  needs: ["clock", "can.tx"],
  reads: { soc: "v.b.soc" },
  metrics: { count: { name: "x.count", unit: "", initial: 0 } },
  features: {
    low: { slot: 1, summary: "Forgotten" },
    high: { slot: 12, summary: "Kept" },
  },
  records: {
    log: {
      type: "X-Log",
      summary: "Log",
      lifetime: 60,
      keep: 10,
      fields: { whole: 0, two: 2, six: 6, note: "text" },
    },
    own: {
      type: "X-Own",
      summary: "Stays here",
      lifetime: 60,
      keep: 90,
      send: false,
      fields: { n: 0 },
    },
  },
  notices: { alert: { priority: "alarm", summary: "Alert" } },
  state: () => ({ seen: 0 }),
});
type X = Ctx<typeof own>;

/** A plugin that hands its context out. */
function spy(): { plugin: Plugin; ctx: () => X } {
  let given: X | undefined;
  const plugin = definePlugin({
    ...own,
    id: "spy",
    start: (ctx) => void (given = ctx),
  });
  return {
    plugin,
    ctx: () => given ?? assert.fail("the plugin was not started"),
  };
}

Deno.test("a context has exactly what the plugin declares", async () => {
  const { plugin, ctx } = spy();
  await using _car = await bench(plugin);
  const keys = (part: object) => Object.keys(part).sort();
  assert.deepEqual(keys(ctx()), [
    "emit",
    "features",
    "hal",
    "metrics",
    "notify",
    "records",
    "settings",
    "state",
    "together",
    "user",
  ]);
  assert.equal(ctx().now, 0);
  assert.deepEqual(keys(ctx().hal), ["can", "clock"]);
  assert.deepEqual(keys(ctx().hal.can), ["tx"]);
  assert.deepEqual(keys(ctx().metrics), ["count", "soc"]);
  assert.deepEqual(keys(ctx().features), ["high", "low"]);
  assert.deepEqual(keys(ctx().records), ["log", "own"]);
  assert.deepEqual(keys(ctx().notify), ["alert"]);
  assert.ok(Object.isFrozen(ctx()) && Object.isFrozen(ctx().hal));
});

Deno.test("a plugin that needs nothing gets no handle", async () => {
  let hal: object | undefined;
  const plugin = definePlugin({
    id: "a",
    start: (ctx) => void (hal = ctx.hal),
  });
  await using _car = await bench(plugin);
  assert.deepEqual(hal, {});
});

Deno.test("both CAN handles are given together when both are asked for", async () => {
  const needs: readonly Need[] = ["can.tx", "can.sdo"];
  let can: object | undefined;
  const plugin = definePlugin({
    id: "a",
    needs: ["can.tx", "can.sdo"],
    start: ({ hal }) => void (can = hal.can),
  });
  await using _car = await bench(plugin);
  assert.deepEqual(
    Object.keys(can ?? {}),
    needs.map((need) => need.slice("can.".length)),
  );
});

Deno.test("the context tells seconds and the owner's units as they are now", async () => {
  const { plugin, ctx } = spy();
  await using car = await bench(plugin);
  assert.deepEqual([ctx().now, ctx().user.units], [0, "K"]);
  await car.seconds(3);
  car.runtime.params.set(new Map([[2, "M"]]), "test");
  assert.deepEqual([ctx().now, ctx().user.units], [3, "M"]);
});

Deno.test("features are read and set by their names", async () => {
  const { plugin, ctx } = spy();
  await using car = await bench(plugin);
  const { low, high } = ctx().features;
  assert.deepEqual([low.value, high.value], [0, 0]);
  low.set(7);
  high.set(80, "80km");
  assert.deepEqual([low.value, high.value], [7, 80]);
  assert.equal(car.runtime.params.get(28), "80km");
  assert.throws(() => low.set(256), /The value of feature 1 is 256/);
});

/** Records of a type as they are stored. */
function stored(
  car: {
    readonly hal: {
      readonly store: {
        history(query: { type: string }): readonly HistoryRecord[];
      };
    };
  },
  type: string,
) {
  return car.hal.store.history({ type });
}

Deno.test("a record has its fields in the order and with the decimals of the declaration", async () => {
  const { plugin, ctx } = spy();
  await using car = await bench(plugin);
  ctx().records.log.write(7, { note: "a,b", six: 1 / 3, two: 2.345, whole: 5 });
  const [record] = stored(car, "X-Log");
  assert.equal(record?.data, "5,2.35,0.333333,a,b");
  assert.deepEqual([record?.number, record?.lifetime, record?.keep], [
    7,
    60,
    60,
  ]);
  assert.deepEqual(car.server, ["MP-0 HX-Log,7,60,5,2.35,0.333333,a,b"]);
});

Deno.test("a record that stays here is kept and not sent", async () => {
  const { plugin, ctx } = spy();
  await using car = await bench(plugin);
  ctx().records.own.write(0, { n: 1 });
  assert.equal(stored(car, "X-Own")[0]?.keep, 90);
  assert.deepEqual([car.server, car.hal.store.unsent(9)], [[], []]);
});

Deno.test("an unchanged record is written once a number", async () => {
  const { plugin, ctx } = spy();
  await using car = await bench(plugin);
  const { own } = ctx().records;
  for (const [number, n] of [[1, 5], [1, 5], [2, 5], [1, 6], [1, 5], [2, 5]]) {
    own.writeChanged(number ?? 0, { n: n ?? 0 });
  }
  assert.deepEqual(
    stored(car, "X-Own").map(({ number, data }) => `${number}:${data}`),
    ["1:5", "2:5", "1:6", "1:5"],
  );
});

Deno.test("a notice goes to the owner under the plugin's name", async () => {
  const { plugin, ctx } = spy();
  await using car = await bench(plugin);
  ctx().notify.alert(["Alert", "now"]);
  await car.seconds(3);
  assert.deepEqual(car.server, ["MP-0 PAAlert\r now"]);
  assert.deepEqual(car.hal.gsm.sent.map(({ text }) => text), ["Alert\n now"]);
  assert.deepEqual(
    car.hal.store.outbox(9).map(({ kind, state }) => `${kind} ${state}`),
    ["alarm:spy.alert sent", "alarm:spy.alert sent"],
  );
});

Deno.test("a notice without a text is the plugin's fault, and no message that says nothing", async () => {
  const { plugin, ctx } = spy();
  await using car = await bench(plugin);
  const { notify } = ctx();
  for (const text of [5, "", [], {}, null]) {
    assert.throws(
      () => Reflect.apply(notify.alert, notify, [text]),
      /^TypeError: notice alert needs a text, lines of text, or a function/,
    );
  }
  await car.seconds(3);
  assert.deepEqual(car.hal.store.outbox(9), []);
});

Deno.test("a frame is only sent while feature 15 is on", async () => {
  const { plugin, ctx } = spy();
  await using car = await bench(plugin);
  const frames: number[] = [];
  car.hal.bus.attach({ receive: (id) => frames.push(id) });
  const send = () => ctx().hal.can.tx.send(0x600, new Uint8Array(8));
  await assert.rejects(send(), /read only mode/);
  car.feature(15, 1);
  await send();
  car.feature(15, 0);
  await assert.rejects(send(), /read only mode/);
  assert.deepEqual(frames, [0x600]);
});
