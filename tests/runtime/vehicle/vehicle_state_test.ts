import assert from "node:assert/strict";
import { SimClock } from "../../../hal/sim/mod.ts";
import { MetricStore } from "../../../runtime/metrics/metrics.ts";
import { VehicleState } from "../../../runtime/vehicle/vehicle_state.ts";
import {
  damage,
  gear,
  memory,
  on,
  run,
  soc,
  specs,
  speed,
  tyres,
  vin,
} from "./two_runs.ts";

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

Deno.test("a value whose time is still to come is not fresh: the clock was wrong then, or is now", () => {
  for (const back of [3_600_000, 365 * 86_400_000]) {
    using disk = memory();
    const before = run(disk.store);
    before.set(soc, 50);
    before.metrics.sweep(1);
    before.state.save();
    disk.clock.setWall(disk.clock.wall().ms - back, true);
    const after = run(disk.store);
    after.state.restore();
    const { value, freshness } = after.metrics.look("x.soc");
    assert.deepEqual([value, freshness], [50, "stale"]);
  }
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
