/** What is worth a write to the store, and what is not. */
import assert from "node:assert/strict";
import type { Store } from "../../../hal/mod.ts";
import { memory, on, parked, run, soc } from "./two_runs.ts";

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
