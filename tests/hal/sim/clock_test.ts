import assert from "node:assert/strict";
import { settled, SimClock } from "../../../hal/sim/mod.ts";

/** Notes what fired and when. */
function noting(clock: SimClock) {
  const fired: string[] = [];
  return {
    fired,
    note: (name: string) => () =>
      void fired.push(`${name}@${clock.monotonic()}`),
  };
}

Deno.test("time stands still until it is moved", () => {
  const clock = new SimClock(1000);
  const before = clock.wall();
  assert.deepEqual([clock.monotonic(), before], [0, {
    ms: 1000,
    trusted: true,
  }]);
  clock.advance(250);
  assert.deepEqual([clock.monotonic(), clock.wall().ms], [250, 1250]);
});

Deno.test("work falls due in its order, at its own time", () => {
  const clock = new SimClock(), { fired, note } = noting(clock);
  clock.after(30, note("c"));
  clock.after(10, note("a"));
  clock.every(20, note("b"));
  clock.after(10, note("a2"));
  clock.advance(45);
  assert.deepEqual(fired, ["a@10", "a2@10", "b@20", "c@30", "b@40"]);
  clock.advance(15);
  assert.deepEqual(fired.slice(5), ["b@60"]);
});

Deno.test("what fell due while the program was halted is done once, and told how often it was not", () => {
  const clock = new SimClock(), missed: string[] = [];
  clock.every(1000, (n) => void missed.push(`${n}@${clock.monotonic()}`));
  clock.advance(1000);
  clock.halt(30_500);
  clock.advance(1500);
  assert.deepEqual(missed, ["0@1000", "29@31500", "0@32000", "0@33000"]);
});

Deno.test("work that makes work sees it done within the same advance", () => {
  const clock = new SimClock(), { fired, note } = noting(clock);
  clock.after(10, () => {
    note("first")();
    clock.after(5, note("second"));
    clock.after(100, note("late"));
  });
  clock.advance(50);
  assert.deepEqual(fired, ["first@10", "second@15"]);
});

Deno.test("what was stopped does not fire, and stopping twice does nothing", () => {
  const clock = new SimClock(), { fired, note } = noting(clock);
  const stops = [clock.after(10, note("a")), clock.every(10, note("b"))];
  clock.after(10, note("c"));
  for (const stop of [...stops, ...stops]) stop();
  clock.advance(30);
  assert.deepEqual(fired, ["c@10"]);
});

Deno.test("work may stop itself", () => {
  const clock = new SimClock(), { fired, note } = noting(clock);
  const stop = clock.every(10, () => {
    note("x")();
    if (fired.length === 3) stop();
  });
  clock.advance(100);
  assert.deepEqual(fired, ["x@10", "x@20", "x@30"]);
});

Deno.test("promises settle between pieces of work in a run", async () => {
  const clock = new SimClock(), { fired, note } = noting(clock);
  const chain = async () => {
    for (const name of ["a", "b", "c"]) {
      await new Promise<void>((resolve) => void clock.after(10, resolve));
      note(name)();
    }
  };
  void chain();
  clock.every(15, note("tick"));
  await clock.run(30);
  assert.deepEqual(fired, ["a@10", "tick@15", "b@20", "c@30", "tick@30"]);
});

Deno.test("a second fires periodic work only; what commands wait for stands still", () => {
  const clock = new SimClock(), { fired, note } = noting(clock);
  clock.after(500, note("command"));
  clock.every(400, note("tick"));
  clock.second();
  clock.second();
  assert.deepEqual(fired, [
    "tick@400",
    "tick@800",
    "tick@1200",
    "tick@1600",
    "tick@2000",
  ]);
  assert.equal(clock.monotonic(), 2000);
});

Deno.test("draining fires what commands wait for, and no second passes", async () => {
  const clock = new SimClock(), { fired, note } = noting(clock);
  clock.every(1000, note("tick"));
  clock.after(5000, () => {
    note("a")();
    clock.after(2000, note("b"));
  });
  let steps = 0;
  await clock.drain(300_000, () => steps++);
  assert.deepEqual([fired, steps], [["a@0", "b@0"], 2]);
});

Deno.test("both hands go on from where they were moved to", async () => {
  const clock = new SimClock(), { fired, note } = noting(clock);
  clock.after(5000, note("drained"));
  await clock.drain();
  clock.second();
  clock.after(500, note("single"));
  clock.every(500, note("periodic"));
  clock.advance(500);
  assert.deepEqual(fired, ["drained@0", "single@1500", "periodic@1500"]);
});

Deno.test("a command that never ends is told from one that takes long", async () => {
  const clock = new SimClock();
  const again = () => void clock.after(1000, again);
  again();
  await assert.rejects(
    clock.drain(10_000),
    new Error("a command is still busy after 10 s of its own time"),
  );
});

Deno.test("two that run it at the same time take it as far as the longer one wants, and never back", async () => {
  const clock = new SimClock(), seen: number[] = [];
  clock.every(10, () => seen.push(clock.monotonic()));
  const long = clock.run(100);
  await clock.run(25);
  seen.push(clock.monotonic());
  await long;
  assert.equal(clock.monotonic(), 100);
  assert.deepEqual(seen, seen.toSorted((a, b) => a - b));
});

Deno.test("the wall can be set, the monotonic time goes on", () => {
  const clock = new SimClock(0, false);
  clock.advance(1000);
  clock.setWall(Date.UTC(2030, 0, 1), true);
  assert.deepEqual(clock.wall(), { ms: Date.UTC(2030, 0, 1), trusted: true });
  clock.advance(500);
  assert.equal(clock.wall().ms, Date.UTC(2030, 0, 1) + 500);
  assert.equal(clock.monotonic(), 1500);
});

Deno.test("a jump of the wall makes nothing due", () => {
  const clock = new SimClock(), { fired, note } = noting(clock);
  clock.every(1000, note("tick"));
  clock.setWall(Date.UTC(2050, 0, 1), true);
  clock.advance(999);
  assert.deepEqual(fired, []);
});

Deno.test("settled comes after all promises that can settle", async () => {
  let done = false;
  void (async () => {
    for (let n = 0; n < 50; n++) await Promise.resolve();
    done = true;
  })();
  await settled();
  assert.equal(done, true);
});
