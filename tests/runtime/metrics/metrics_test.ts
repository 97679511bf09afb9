import assert from "node:assert/strict";
import type { MetricSpec } from "../../../runtime/contract/metric_types.ts";
import { MetricStore } from "../../../runtime/metrics/metrics.ts";
import { all, cells, gear, on, slotOf, soc, vin } from "./examples.ts";

Deno.test("each kind gives back what was set", () => {
  const store = new MetricStore();
  const handles = [
    [soc, 97.38],
    [on, true],
    [on, false],
    [vin, "VF1ACVYB012345678"],
    [vin, ""],
    [gear, "D"],
  ] as const;
  for (const [spec, value] of handles) {
    const handle = store.handle(spec, "test");
    assert.ok("value" in handle);
    handle.set(value);
    assert.equal(handle.value, value);
    assert.equal(handle.or("otherwise"), value);
  }
});

const wrong: readonly (readonly [MetricSpec, unknown, RegExp])[] = [
  [soc, NaN, /^metric x\.soc cannot be NaN: expected a number$/],
  [soc, Infinity, /^metric x\.soc cannot be Infinity: expected a number$/],
  [soc, "5", /^metric x\.soc cannot be "5": expected a number$/],
  [soc, undefined, /^metric x\.soc cannot be undefined: expected a number$/],
  [soc, Object.create(null), /^metric x\.soc cannot be an object: /],
  [on, 1, /^metric x\.on cannot be 1: expected true or false$/],
  [vin, 5, /^metric x\.vin cannot be 5: expected a text of at most 1000/],
  [vin, "x".repeat(1001), /^metric x\.vin cannot be "x{60}" and more: /],
  [gear, 1, /^metric x\.gear cannot be 1: expected N, D, R$/],
];

for (const [spec, value, message] of wrong) {
  Deno.test(`${spec.name} refuses ${typeof value} ${JSON.stringify(value)?.slice(0, 9)} by name and stays as it is`, () => {
    const store = new MetricStore(), handle = store.handle(spec, "test");
    assert.throws(
      () => Reflect.apply(Reflect.get(handle, "set"), handle, [value]),
      {
        name: "RangeError",
        message,
      },
    );
    assert.equal(store.look(spec.name).value, undefined);
    assert.equal(store.look(spec.name).freshness, "unknown");
  });
  Deno.test(`a decoder's ${spec.name} refuses ${typeof value} ${JSON.stringify(value)?.slice(0, 9)} as well, watched or not`, () => {
    for (const watched of [false, true]) {
      const store = new MetricStore(), slot = store.claim(spec, "test");
      if (watched) store.watch(slot, () => assert.fail("nothing to hear of"));
      const put = store.put({ it: spec }, "test", true);
      assert.throws(() => Reflect.set(put, "it", value), {
        name: "RangeError",
        message,
      });
      assert.equal(store.look(spec.name).freshness, "unknown");
    }
  });
}

Deno.test("what no longer is a number after a second is found, and unknown", () => {
  const store = new MetricStore(), slot = store.claim(soc, "test");
  const text = store.claim(vin, "test");
  const put = store.put({ soc, cells, vin }, "test");
  const set = (value: unknown) => Reflect.set(put, "soc", value);
  set(50);
  const list = store.handle(cells, "test");
  assert.ok("at" in list);
  list.set(0, undefined);
  store.setter(text)("a");
  assert.deepEqual(store.sweep(1), []);
  for (const wrong of [NaN, Infinity, undefined, "x"]) {
    set(wrong);
    assert.deepEqual(store.sweep(2), [slot]);
    assert.deepEqual(store.sweep(3), []);
    const { value, freshness } = store.look("x.soc");
    assert.deepEqual([value, freshness], [undefined, "unknown"]);
  }
  set(51);
  assert.deepEqual(store.sweep(4), []);
  assert.equal(store.look("x.soc").value, 51);
});

Deno.test("a list refuses what is no number, by name; undefined is a sensor that measures nothing", () => {
  const store = new MetricStore(), handle = store.handle(cells, "test");
  const put = store.put({ cells }, "test");
  const lists: readonly unknown[] = [handle, Reflect.get(put, "cells")];
  for (const list of lists) {
    if (typeof list !== "object" || list === null) assert.fail();
    const set = (value: unknown) =>
      Reflect.apply(Reflect.get(list, "set"), list, [0, value]);
    for (const value of [NaN, Infinity, "5", null]) {
      assert.throws(
        () => set(value),
        /^RangeError: metric x\.cells cannot be /,
      );
    }
    set(undefined);
  }
  assert.equal(store.look("x.cells").value, undefined);
});

Deno.test("a metric that begins with another kind is refused by name", () => {
  assert.throws(
    () => new MetricStore().claim({ ...soc, initial: true }, "test"),
    /metric x\.soc cannot be true: expected a number/,
  );
});

Deno.test("a handle tells name, unit, age and freshness", () => {
  const store = new MetricStore(), handle = store.handle(soc, "test");
  assert.ok("value" in handle);
  assert.equal(handle.or(7), 7);
  handle.set(5);
  const { name, unit, freshness, age } = handle;
  assert.deepEqual({ name, unit, freshness, age }, {
    name: "x.soc",
    unit: "%",
    freshness: "fresh",
    age: 0,
  });
});

Deno.test("a choice refuses a text that is none of its own and keeps its value", () => {
  const store = new MetricStore(), slot = slotOf(store, gear);
  store.setter(slot)("R");
  assert.throws(
    () => store.setter(slot)("P"),
    new RangeError('metric x.gear cannot be "P": expected N, D, R'),
  );
  assert.equal(store.read(slot), "R");
});

Deno.test("a list is known when all its values are", () => {
  const store = new MetricStore(), list = store.handle(cells, "test");
  assert.ok("at" in list);
  assert.equal(list.all(), undefined);
  list.set(2, 4.2);
  assert.equal(list.length, 3);
  assert.equal(list.at(0), undefined);
  assert.equal(list.all(), undefined);
  list.set(0, 4);
  list.set(1, 4.1);
  assert.deepEqual(list.all(), [4, 4.1, 4.2]);
  assert.equal(list.at(3), undefined);
  assert.equal(list.at(-1), undefined);
});

Deno.test("what is unknown of a list is another number where one is given", () => {
  const store = new MetricStore(), list = store.handle(cells, "test");
  assert.ok("at" in list);
  list.set(1, 4.1);
  list.set(2, undefined);
  assert.deepEqual(
    [-1, 0, 1, 2, 3, 255, 256, NaN].map((k) => list.or(k, 7)),
    [7, 7, 4.1, 7, 7, 7, 7, 7],
  );
});

Deno.test("an index outside of a list is refused and touches no other metric", () => {
  const store = new MetricStore();
  const before = slotOf(store, soc), list = store.handle(cells, "test");
  const after = slotOf(store, { ...soc, name: "x.after" });
  store.setter(before)(1);
  store.setter(after)(2);
  assert.ok("at" in list);
  for (const index of [-1, 256, 0.5, NaN, Infinity]) {
    assert.throws(() => list.set(index, 99), RangeError);
  }
  assert.deepEqual(
    [store.read(before), store.read(after), list.length],
    [1, 2, 0],
  );
});

Deno.test("two owners share a metric whose unit and kind agree", () => {
  const store = new MetricStore();
  assert.equal(store.claim(soc, "a"), store.claim({ ...soc }, "b"));
});

Deno.test("a metric declared with another unit or kind is refused with both owners' names", () => {
  const store = new MetricStore();
  store.claim(soc, "first");
  assert.throws(
    () => store.claim({ ...soc, unit: "km" }, "second"),
    new Error(
      "metric x.soc is declared as % number by first and as km number by second: give both the same unit and kind",
    ),
  );
  assert.throws(() => store.claim({ ...soc, is: "text" }, "third"), /by third/);
});

Deno.test("there is room for 4096 metrics, and the next is refused by name", () => {
  const store = new MetricStore();
  for (let n = 0; n < 4096; n++) {
    store.claim({ name: `x.${n}`, unit: "" }, "many");
  }
  assert.throws(
    () => store.claim({ name: "x.more", unit: "" }, "many"),
    /no room for metric x\.more of many/,
  );
});

Deno.test("watchers hear of changes only, in the order in which they came", () => {
  for (
    const [spec, first, second] of [
      [soc, 1, 2],
      [on, true, false],
      [vin, "a", "b"],
      [gear, "N", "D"],
    ] as const
  ) {
    const store = new MetricStore(), slot = slotOf(store, spec);
    const heard: string[] = [];
    store.watch(slot, () => heard.push(`A${store.read(slot)}`));
    store.watch(slot, () => heard.push(`B${store.read(slot)}`));
    for (const value of [first, first, second, second, first]) {
      store.setter(slot)(value);
    }
    assert.deepEqual(
      heard,
      [first, second, first].flatMap((value) => [`A${value}`, `B${value}`]),
    );
  }
});

Deno.test("a watcher may set the metric it watches and others", () => {
  const store = new MetricStore(), slot = slotOf(store, soc);
  const other = slotOf(store, { ...soc, name: "x.other" });
  store.watch(slot, () => {
    store.setter(other)(store.read(slot));
    if (store.read(slot) === 1) store.setter(slot)(2);
  });
  store.setter(slot)(1);
  assert.deepEqual([store.read(slot), store.read(other)], [2, 2]);
});

Deno.test("what decoders assign to reads back and marks the metric as received", () => {
  const store = new MetricStore();
  const put: Record<string, unknown> = Object.create(
    store.put({ soc, on, gear, cells }, "test"),
  );
  assert.ok(Number.isNaN(put.soc));
  assert.deepEqual([put.on, put.gear], [undefined, undefined]);
  put.soc = 40;
  put.on = true;
  put.gear = "R";
  assert.deepEqual([put.soc, put.on, put.gear], [40, true, "R"]);
  assert.deepEqual(
    ["x.soc", "x.on", "x.cells"].map((name) => store.look(name).age),
    [0, 0, undefined],
  );
});

Deno.test("a value of another kind is not restored and touches no other metric", () => {
  const store = new MetricStore();
  for (const spec of all) store.claim(spec, "test");
  const beside = slotOf(store, { name: "x.beside", unit: "" });
  store.setter(beside)(1);
  const wrong: readonly (readonly [MetricSpec, number | boolean | string])[] = [
    [soc, "50"],
    [soc, true],
    [on, 1],
    [vin, 5],
    [gear, "P"],
    [gear, 1],
    [cells, 4],
  ];
  for (const [spec, value] of wrong) {
    const slot = slotOf(store, spec);
    assert.throws(() => store.restore(slot, value, 0), RangeError);
    assert.equal(store.look(spec.name).value, undefined);
  }
  for (const spec of [soc, on, vin, gear]) {
    assert.throws(
      () => store.restore(slotOf(store, spec), [1, 2, 3], 0),
      RangeError,
    );
  }
  const tooMany = new Array<number>(257).fill(1);
  assert.throws(
    () => store.restore(slotOf(store, cells), tooMany, 0),
    RangeError,
  );
  assert.equal(store.read(beside), 1);
});

Deno.test("listings are in the order of the names; an undeclared name is unknown", () => {
  const store = new MetricStore();
  for (const spec of all) store.claim(spec, "test");
  assert.deepEqual(
    store.slots().map(({ spec }) => spec.name),
    ["x.cells", "x.gear", "x.on", "x.soc", "x.vin"],
  );
  assert.deepEqual(store.look("v.nothing"), {
    name: "v.nothing",
    unit: "",
    value: undefined,
    freshness: "unknown",
    age: undefined,
  });
});
