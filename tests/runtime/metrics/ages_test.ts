/** How old a value is, and what that says of it. */
import assert from "node:assert/strict";
import { MetricStore } from "../../../runtime/metrics/metrics.ts";
import { cells, gear, on, slotOf, soc, vin } from "./examples.ts";

Deno.test("a metric is unknown, then fresh, then stale", () => {
  const store = new MetricStore(), slot = slotOf(store, soc);
  assert.deepEqual(
    [store.read(slot), store.freshness(slot), store.age(slot)],
    [undefined, "unknown", undefined],
  );
  store.setter(slot)(50);
  assert.deepEqual([store.freshness(slot), store.age(slot)], ["fresh", 0]);
  store.sweep(1);
  store.sweep(11);
  assert.deepEqual([store.freshness(slot), store.age(slot)], ["fresh", 10]);
  store.sweep(12);
  assert.deepEqual([store.freshness(slot), store.age(slot)], ["stale", 11]);
  assert.equal(store.read(slot), 50);
});

Deno.test("seconds in which the program was halted make values older", () => {
  const store = new MetricStore(), slot = slotOf(store, soc);
  store.setter(slot)(50);
  store.sweep(1);
  store.sweep(2, 60);
  assert.equal(store.age(slot), 61);
  store.sweep(3);
  store.setter(slot)(52);
  store.sweep(4, 9);
  assert.equal(
    store.age(slot),
    9,
    "nobody knows on which side of the halt it came",
  );
  store.sweep(5);
  assert.equal(store.age(slot), 10);
  store.sweep(6, 1);
  store.setter(slot)(53);
  store.sweep(7);
  assert.equal(store.age(slot), 0, "a second late is not held up");
});

Deno.test("what comes in the second after the program was held up may have waited for as long", () => {
  const store = new MetricStore(), slot = slotOf(store, soc);
  store.setter(slot)(50);
  store.sweep(1);
  store.sweep(2, 60);
  store.setter(slot)(51);
  assert.equal(store.age(slot), 59);
  store.sweep(3);
  assert.equal(store.age(slot), 60);
  store.setter(slot)(52);
  assert.equal(store.age(slot), 0);
  store.sweep(4);
  assert.deepEqual([store.read(slot), store.age(slot)], [52, 0]);
});

/** Seconds, and how many were missed before them; one that nobody expected is among them. */
const SECONDS: readonly (readonly [now: number, missed?: number])[] = [
  [1],
  [2, 60],
  [3],
  [4, 9],
  [5],
  [20],
  [21],
  [25, 3],
  [26],
];

for (const writes of [0b1, 0b10_0101, 0b1_1010_1010, 0b1_1111_1111]) {
  Deno.test(`what a handle writes is as old as what a decoder writes: ${writes}`, () => {
    const store = new MetricStore();
    const decoded = slotOf(store, { name: "x.decoded", unit: "%" });
    const set = store.setter(decoded);
    const from = store.handle({ name: "x.decoded", unit: "%" }, "test");
    const handle = store.handle({ name: "x.handled", unit: "%" }, "test");
    const derived = store.handle({ name: "x.derived", unit: "%" }, "test");
    assert.ok(!("length" in handle) && !("length" in derived));
    for (const [k, [now, missed]] of SECONDS.entries()) {
      if (writes >> k & 1) {
        set(k);
        handle.set(k);
        derived.set(k, from);
      }
      for (const when of ["before", "in"]) {
        const age = store.age(decoded);
        assert.deepEqual(
          [handle.age, derived.age],
          [age, age],
          `${when} second ${now}`,
        );
        if (when === "before") store.sweep(now, missed);
      }
    }
  });
}

Deno.test("a value that comes again is fresh again although it did not change", () => {
  const store = new MetricStore(), slot = slotOf(store, soc);
  store.setter(slot)(50);
  store.sweep(1);
  store.sweep(100);
  store.setter(slot)(50);
  assert.equal(store.age(slot), 0);
  store.sweep(101);
  assert.equal(store.age(slot), 0);
});

Deno.test("an initial value is known but was never received", () => {
  const store = new MetricStore();
  const slot = slotOf(store, { ...soc, initial: 100 });
  assert.equal(store.read(slot), 100);
  assert.equal(store.freshness(slot), "unknown");
});

Deno.test("a value that was worked out from another is as old as that one", () => {
  for (
    const [spec, value] of [
      [{ ...soc, name: "x.derived" }, 7],
      [on, true],
      [vin, "A"],
      [gear, "D"],
    ] as const
  ) {
    const store = new MetricStore(), source = store.handle(soc, "test");
    const derived = store.handle(spec, "test");
    assert.ok("value" in source && "value" in derived);
    let heard = 0;
    store.watch(store.claim(spec, "test"), () => heard++);
    derived.set(value, source);
    assert.deepEqual([derived.value, derived.freshness, heard], [
      value,
      "unknown",
      1,
    ]);
    source.set(50);
    store.sweep(1);
    store.sweep(12);
    derived.set(value, source);
    assert.deepEqual([derived.age, source.age], [11, 11]);
    source.set(51);
    derived.set(value, source);
    assert.deepEqual([derived.age, source.age], [0, 0]);
    store.sweep(13);
    assert.deepEqual([derived.age, source.age], [0, 0]);
  }
});

Deno.test("ages are seconds, whole or not, and those of each kind of metric", () => {
  const store = new MetricStore(), slot = slotOf(store, soc);
  const value = store.handle(soc, "test"), list = store.handle(cells, "test");
  assert.equal(value.age, undefined);
  store.sweep(3);
  assert.equal(value.age, undefined);
  store.restore(slot, 50, 36.5);
  assert.equal(value.age, 36.5);
  store.sweep(4);
  assert.equal(value.age, 37.5);
  store.restore(slot, 50, 5e9);
  assert.equal(value.age, 5e9);
  assert.ok("at" in list);
  list.set(0, 4);
  assert.equal(list.age, 0);
  store.sweep(5);
  assert.equal(list.age, 0);
  store.sweep(7);
  assert.equal(list.age, 2);
});

Deno.test("a value that was worked out from what is no metric is as new as its write", () => {
  const store = new MetricStore(), value = store.handle(soc, "test");
  assert.ok(!("at" in value));
  store.sweep(1);
  const { name, unit, freshness, age } = store.handle(on, "test");
  value.set(50, { name, unit, freshness, age });
  store.sweep(2);
  assert.equal(value.age, 0);
});

Deno.test("a restored value is as old as it says and wakes no watcher", () => {
  const store = new MetricStore(), slot = slotOf(store, soc);
  let heard = 0;
  store.watch(slot, () => heard++);
  store.sweep(5);
  store.restore(slot, 33, 11);
  assert.deepEqual(
    [store.read(slot), store.age(slot), store.freshness(slot), heard],
    [33, 11, "stale", 0],
  );
});

Deno.test("a store takes over the values of the one before, as old as they are", () => {
  const before = new MetricStore(), after = new MetricStore();
  for (const spec of [soc, cells, { ...on, initial: true }]) {
    before.claim(spec, "test");
  }
  before.setter(slotOf(before, soc))(12);
  const list = before.handle(cells, "test");
  assert.ok("at" in list);
  list.set(0, 4);
  before.sweep(10);
  before.sweep(15);
  for (const spec of [soc, cells, on]) after.claim(spec, "test");
  after.takeOver(before);
  assert.deepEqual([after.look("x.soc").value, after.look("x.soc").age], [
    12,
    5,
  ]);
  assert.deepEqual(after.look("x.cells").value, [4]);
  assert.deepEqual(
    [after.look("x.on").value, after.look("x.on").freshness],
    [true, "unknown"],
  );
});
