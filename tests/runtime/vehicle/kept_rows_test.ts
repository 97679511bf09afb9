/** Values that several metrics have in one row, and what becomes of them. */
import assert from "node:assert/strict";
import { MetricStore } from "../../../runtime/metrics/metrics.ts";
import { VehicleState } from "../../../runtime/vehicle/vehicle_state.ts";
import { damage, gear, memory, on, run, soc, vin } from "./two_runs.ts";

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
