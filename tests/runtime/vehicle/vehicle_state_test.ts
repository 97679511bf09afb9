import assert from "node:assert/strict";
import { SimClock } from "../../../hal/sim/mod.ts";
import type { Store } from "../../../hal/mod.ts";
import { openStore } from "../../../hal/store/mod.ts";
import type { MetricSpec } from "../../../runtime/contract/metric_types.ts";
import { MetricStore, type Value } from "../../../runtime/metrics/metrics.ts";
import { VehicleState } from "../../../runtime/vehicle/vehicle_state.ts";

const soc = { name: "x.soc", unit: "%", keep: true, fresh: 60 } as const;
const on = { name: "x.on", unit: "", is: "flag", keep: true } as const;
const vin = { name: "x.vin", unit: "", is: "text", keep: true } as const;
const gear = { name: "x.gear", unit: "", is: ["N", "D"], keep: true } as const;
const tyres = { name: "x.tyres", unit: "kPa", is: "list", keep: true } as const;
const speed = { name: "x.speed", unit: "km/h" } as const;
const parked = { name: "x.parked", unit: "s", keep: true } as const;
const specs: readonly MetricSpec[] = [
  soc,
  on,
  vin,
  gear,
  tyres,
  speed,
  parked,
];

/** A store on a clock; `using` closes it. */
function memory(clock = new SimClock()) {
  const store = openStore({ path: ":memory:", clock });
  return { store, clock, [Symbol.dispose]: () => store.close() };
}

/** One run of a program with these metrics. */
function run(store: Store, type = "RT") {
  const metrics = new MetricStore();
  for (const spec of specs) metrics.claim(spec, "test");
  const log: string[] = [];
  const state = new VehicleState(
    store,
    metrics,
    type,
    (_, event, details) => log.push(`${event} ${JSON.stringify(details)}`),
  );
  const set = (spec: MetricSpec, value: Value) =>
    metrics.setter(metrics.claim(spec, "test"))(value);
  const value = (name: string) => metrics.look(name).value;
  return { metrics, state, set, value, log };
}

/** Writes a text where the value of a metric is stored. */
function damage(store: Store, name: string, text: string): void {
  store.put("state.RT", { [name]: text });
}

Deno.test("values of each kind come back, those without keep do not", () => {
  using disk = memory();
  const before = run(disk.store);
  before.set(soc, 97.38);
  before.set(on, true);
  before.set(vin, "VF1");
  before.set(gear, "D");
  before.set(speed, 50);
  const list = before.metrics.handle(tyres, "test");
  assert.ok("at" in list);
  for (const k of [0, 1, 2, 3]) list.set(k, 200 + k);
  before.metrics.sweep(1);
  before.state.save();
  const after = run(disk.store);
  after.state.restore();
  assert.deepEqual(
    specs.map(({ name }) => after.value(name)),
    [97.38, true, "VF1", "D", [200, 201, 202, 203], undefined, undefined],
  );
});

Deno.test("a value comes back as old as it is, the time between two runs included", () => {
  using disk = memory();
  const before = run(disk.store);
  before.set(soc, 50);
  before.metrics.sweep(10);
  before.metrics.sweep(30);
  before.state.save();
  disk.clock.advance(15_000);
  const after = run(disk.store);
  after.state.restore();
  const { age, freshness } = after.metrics.look("x.soc");
  assert.ok(age !== undefined && age >= 35 && age <= 37, `${age}`);
  assert.equal(freshness, "fresh");
  disk.clock.advance(60_000);
  const later = run(disk.store);
  later.state.restore();
  assert.equal(later.metrics.look("x.soc").freshness, "stale");
});

Deno.test("a value whose time nobody knew, then or now, is never fresh", () => {
  for (const trusted of [[false, true], [true, false]] as const) {
    const clock = new SimClock(Date.UTC(2026, 5, 1), trusted[0]);
    using disk = memory(clock);
    const before = run(disk.store);
    before.set(soc, 50);
    before.metrics.sweep(1);
    before.state.save();
    clock.setWall(Date.UTC(2026, 5, 1), trusted[1]);
    const after = run(disk.store);
    after.state.restore();
    const { value, freshness, age = 0 } = after.metrics.look("x.soc");
    assert.deepEqual([value, freshness], [50, "stale"]);
    assert.ok(age > 365 * 86400, `${age}`);
  }
});

Deno.test("a wall clock that went back does not make a value younger than now", () => {
  using disk = memory();
  const before = run(disk.store);
  before.set(soc, 50);
  before.metrics.sweep(1);
  before.state.save();
  disk.clock.setWall(Date.UTC(2025, 0, 1), true);
  const after = run(disk.store);
  after.state.restore();
  const { age } = after.metrics.look("x.soc");
  assert.ok(age !== undefined && age >= 0 && age <= 2, `${age}`);
});

Deno.test("damaged values are left out, and the others come back", () => {
  using disk = memory();
  const before = run(disk.store);
  before.set(soc, 50);
  before.set(vin, "VF1");
  before.set(on, true);
  before.metrics.sweep(1);
  before.state.save();
  const damaged = [
    "",
    "null",
    "{",
    "50",
    '{"value":"50","wall":1}',
    '{"value":true,"wall":1}',
    '{"value":null,"wall":1}',
    '{"value":[1,2,3],"wall":1}',
    '{"value":50}',
    '{"value":50,"wall":"yesterday"}',
    '{"value":50,"wall":1,"more":1}',
    "x".repeat(5000),
  ];
  for (const text of damaged) {
    damage(disk.store, "x.soc", text);
    const after = run(disk.store);
    after.state.restore();
    assert.deepEqual(
      specs.map(({ name }) => after.value(name)),
      [undefined, true, "VF1", undefined, undefined, undefined, undefined],
      text,
    );
  }
});

Deno.test("a choice that this version does not know is left out", () => {
  using disk = memory();
  damage(disk.store, "x.gear", '{"value":"R","wall":1}');
  damage(disk.store, "x.gone", '{"value":1,"wall":1}');
  const after = run(disk.store);
  after.state.restore();
  assert.equal(after.value("x.gear"), undefined);
});

Deno.test("each vehicle type has values of its own", () => {
  using disk = memory();
  const twizy = run(disk.store, "RT");
  twizy.set(soc, 50);
  twizy.metrics.sweep(1);
  twizy.state.save();
  const other = run(disk.store, "XX");
  other.state.restore();
  assert.equal(other.value("x.soc"), undefined);
});

Deno.test("an initial value that was never received is not stored", () => {
  using disk = memory();
  const metrics = new MetricStore();
  metrics.claim({ ...soc, initial: 100 }, "test");
  new VehicleState(disk.store, metrics, "RT", () => {}).save();
  assert.equal(disk.store.entries("state.RT").size, 0);
});

/** Counts a store's writes, and refuses them while the disk is full. */
function counting(store: Store) {
  const disk = { writes: 0, full: false };
  const put = store.put.bind(store);
  store.put = (section, changes) => {
    if (disk.full) throw new Error("disk full");
    disk.writes++;
    put(section, changes);
  };
  return disk;
}

Deno.test("a wall that does not tick with the seconds is no change", () => {
  using own = memory();
  const disk = counting(own.store);
  const { state, set, metrics } = run(own.store);
  set(soc, 50);
  for (let minute = 1; minute < 5; minute++) {
    metrics.sweep(minute * 60);
    own.clock.advance(60_000 + minute * 7);
    state.save();
  }
  assert.equal(disk.writes, 1);
});

Deno.test("what did not change costs no write", () => {
  using own = memory();
  const disk = counting(own.store);
  const { state, set, metrics } = run(own.store);
  set(soc, 50);
  metrics.sweep(1);
  state.save();
  state.save();
  assert.equal(disk.writes, 1);
  set(soc, 51);
  metrics.sweep(2);
  state.save();
  assert.equal(disk.writes, 2);
});

Deno.test("a full disk is no end: what could not be written is written when there is room", () => {
  using own = memory();
  const disk = counting(own.store);
  const { state, set, metrics } = run(own.store);
  set(soc, 50);
  metrics.sweep(1);
  disk.full = true;
  state.save();
  disk.full = false;
  state.save();
  const after = run(own.store);
  after.state.restore();
  assert.equal(after.value("x.soc"), 50);
});

Deno.test("a value that is only received anew costs no write until another one changes, or the program ends", () => {
  using own = memory();
  const disk = counting(own.store), { state, set, metrics } = run(own.store);
  const pass = (seconds: number) => {
    own.clock.advance(seconds * 1000);
    metrics.sweep(own.clock.monotonic() / 1000);
  };
  const restored = () => {
    const after = run(own.store);
    after.state.restore();
    return after.metrics.look("x.soc").age ?? NaN;
  };
  set(soc, 50);
  set(on, false);
  pass(1);
  state.save();
  for (let minute = 0; minute < 5; minute++) {
    set(soc, 50);
    set(parked, minute * 60);
    pass(60);
    state.save();
  }
  // The time that it has been parked, known from its first minute on, tells itself.
  assert.equal(disk.writes, 2);
  assert.ok(restored() >= 240, "never younger than it is");
  set(on, true);
  state.save();
  assert.equal(disk.writes, 3);
  assert.ok(restored() < 65);
  set(soc, 50);
  pass(60);
  state.save(true);
  assert.equal(disk.writes, 4);
});

Deno.test("what is heard all the time is written once, and the time of all together", () => {
  using own = memory();
  const { state, set, metrics } = run(own.store);
  const written: string[][] = [], put = own.store.put.bind(own.store);
  own.store.put = (section, changes) => {
    written.push(Object.keys(changes).sort());
    put(section, changes);
  };
  const pass = (seconds: number) => {
    own.clock.advance(seconds * 1000);
    metrics.sweep(own.clock.monotonic() / 1000);
  };
  const ages = () => {
    const after = run(own.store);
    after.state.restore();
    return ["x.soc", "x.on", "x.vin"].map((name) =>
      Math.round(after.metrics.look(name).age ?? NaN)
    );
  };
  set(vin, "VF1");
  for (let minute = 0; minute < 3; minute++) {
    set(on, true);
    set(soc, 50 - minute);
    pass(60);
    state.save();
  }
  assert.deepEqual(written, [
    ["(heard)", "(together)", "x.on", "x.soc", "x.vin"],
    ["(heard)", "(together)"],
    ["(together)"],
  ]);
  // The identification was heard in the first minute only; one second is for what the clocks differ by
  assert.deepEqual(ages(), [1, 1, 121]);
  // The flag is not heard any more, and says so itself when the next value is written
  set(soc, 40);
  pass(60);
  state.save();
  assert.deepEqual(written.at(-1), ["(heard)", "(together)", "x.on"]);
  assert.deepEqual(ages(), [1, 61, 181]);
  pass(60);
  state.save(true);
  assert.deepEqual(ages(), [61, 121, 241]);
});

Deno.test("where the time of all together is damaged, each value is as old as it says itself", () => {
  using own = memory();
  const { state, set, metrics, log } = run(own.store);
  for (let minute = 0; minute < 2; minute++) {
    set(on, true);
    set(soc, 50 - minute);
    own.clock.advance(60_000);
    metrics.sweep(own.clock.monotonic() / 1000);
    state.save();
  }
  for (const text of ["{", '{"wall":"now","names":[]}', '{"names":["x.on"]}']) {
    damage(own.store, "(heard)", text);
    const after = run(own.store);
    after.state.restore();
    const ages = ["x.soc", "x.on"].map((name) => after.metrics.look(name).age);
    assert.deepEqual(ages, [1, 61]);
    assert.equal(after.log.length, 1);
  }
  assert.deepEqual(log, []);
});

Deno.test("values that changed together come back as they were last, whatever became of them then", () => {
  using own = memory();
  const { state, set, metrics } = run(own.store);
  const keys = new Set<string>(), put = own.store.put.bind(own.store);
  own.store.put = (section, changes) => {
    for (const key of Object.keys(changes)) keys.add(key);
    put(section, changes);
  };
  const pass = (seconds: number, atEnd = false) => {
    own.clock.advance(seconds * 1000);
    metrics.sweep(own.clock.monotonic() / 1000);
    keys.clear();
    state.save(atEnd);
    return [...keys].sort();
  };
  const restored = () => {
    const after = run(own.store);
    after.state.restore();
    const of = (name: string) => {
      const { value, age = NaN } = after.metrics.look(name);
      return [value, Math.round(age)];
    };
    return [of("x.soc"), of("x.gear")];
  };
  const drive = (soc_: number, gear_: string) => {
    set(soc, soc_);
    set(gear, gear_);
  };
  drive(50, "N");
  pass(60);
  drive(49, "D");
  assert.deepEqual(pass(60), ["(together)"]);
  assert.deepEqual(restored(), [[49, 1], ["D", 1]]);
  // One is as its own row says again
  drive(48, "N");
  assert.deepEqual(pass(60), ["(together)"]);
  assert.deepEqual(restored(), [[48, 1], ["N", 1]]);
  // One second later, at the end
  set(soc, 47.5);
  assert.deepEqual(pass(1, true), ["(together)"]);
  assert.deepEqual(restored(), [[47.5, 2], ["N", 2]]);
  // One is not heard any more
  set(soc, 47);
  assert.deepEqual(pass(60), ["(heard)", "(together)", "x.gear"]);
  assert.deepEqual(restored(), [[47, 1], ["N", 62]]);
  // Nothing is
  assert.deepEqual(pass(60, true), ["(together)", "x.soc"]);
  assert.deepEqual(restored(), [[47, 61], ["N", 122]]);
  assert.equal(own.store.entries("state.RT").has("(together)"), false);
  // After a restart at which nobody knows the time, a new value takes the place of all of them
  drive(46, "D");
  pass(60);
  own.clock.setWall(0, false);
  const next = run(own.store);
  next.state.restore();
  next.set(soc, 45);
  next.metrics.sweep(1);
  next.state.save();
  assert.equal(restored()[0]?.[0], 45);
});

/** So many minutes in which the SOC falls by a percent each, each of them saved. */
function driveFor(minutes: number, own: ReturnType<typeof memory>): void {
  const { state, set, metrics } = run(own.store);
  for (let minute = 0; minute < minutes; minute++) {
    set(on, true);
    set(soc, 50 - minute);
    own.clock.advance(60_000);
    metrics.sweep(own.clock.monotonic() / 1000);
    state.save();
  }
}

Deno.test("a damaged row of several leaves the values as their own rows have them, as old as those are", () => {
  using own = memory();
  driveFor(3, own);
  const damaged = [
    "{",
    '{"wall":1,"heard":1,"values":{"x.soc":null}}',
    '{"wall":1,"heard":1,"values":[]}',
    '{"wall":1,"heard":"","values":{}}',
    // Of a copy from before
    '{"wall":1,"heard":1,"values":{"x.soc":60}}',
  ];
  for (const text of damaged) {
    damage(own.store, "(together)", text);
    const after = run(own.store);
    after.state.restore();
    const all = ["x.soc", "x.on"].map((name) => after.metrics.look(name));
    assert.deepEqual(
      all.map(({ value, age = NaN }) => [value, Math.round(age)]),
      [[50, 121], [true, 121]],
      text,
    );
  }
});

Deno.test("a value that this run has no metric for stays, also where others change", () => {
  using own = memory();
  driveFor(2, own);
  const other = new MetricStore(), slot = other.claim(on, "test");
  const without = new VehicleState(own.store, other, "RT", () => {});
  without.restore();
  other.setter(slot)(false);
  other.sweep(1);
  without.save();
  without.unsaved();
  own.clock.advance(60_000);
  other.sweep(61);
  without.save();
  const restored = () => {
    const after = run(own.store);
    after.state.restore();
    return ["x.soc", "x.on"].map((name) => {
      const { value, age = NaN } = after.metrics.look(name);
      return [value, Math.round(age)];
    });
  };
  assert.deepEqual(restored(), [[49, 61], [false, 61]]);
  // Somebody declares it only now
  const setLate = other.setter(other.claim(soc, "test"));
  setLate(48);
  other.sweep(61);
  without.save();
  setLate(47);
  own.clock.advance(60_000);
  other.sweep(121);
  without.save(true);
  assert.deepEqual(restored(), [[47, 1], [false, 121]]);
});

Deno.test("a metric that this run does not know is not made younger by those that are heard", () => {
  using own = memory();
  const { state, set, metrics } = run(own.store);
  set(soc, 50);
  metrics.sweep(1);
  state.save();
  own.clock.advance(3_600_000);
  const other = new MetricStore(), setter = other.setter(other.claim(on, "x"));
  setter(true);
  other.sweep(1);
  new VehicleState(own.store, other, "RT", () => {}).save();
  const after = run(own.store);
  after.state.restore();
  const { age = 0 } = after.metrics.look("x.soc");
  assert.ok(age >= 3600, `${age}`);
});

Deno.test("a clock that went back writes anew what it dated", () => {
  using own = memory();
  const { state, set, metrics } = run(own.store);
  set(soc, 50);
  metrics.sweep(1);
  state.save();
  own.clock.setWall(Date.UTC(2025, 0, 1), true);
  set(soc, 50);
  metrics.sweep(2);
  state.save(true);
  own.clock.advance(7200_000);
  const after = run(own.store);
  after.state.restore();
  assert.equal(after.metrics.look("x.soc").age, 7201);
});
