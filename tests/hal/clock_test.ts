import assert from "node:assert/strict";
import { SystemClock } from "../../hal/clock.ts";
import { until } from "./until.ts";

Deno.test("monotonic time begins near zero and only grows", () => {
  const clock = new SystemClock();
  let last = clock.monotonic();
  assert.ok(last >= 0 && last < 60_000);
  for (let n = 0; n < 1000; n++) {
    const now = clock.monotonic();
    assert.ok(now >= last);
    last = now;
  }
});

const RIGHT = Date.UTC(2026, 10, 28, 12);

/** A machine's clock that is set by hand, and what this program makes of it. */
function withMachine(
  work: (
    machine: { ms: number; synchronised: boolean },
    clock: SystemClock,
  ) => void,
): void {
  const { now } = Date, { performance } = globalThis;
  const real = performance.now;
  const machine = { ms: RIGHT, synchronised: false };
  try {
    Date.now = () => machine.ms;
    performance.now = () => 0;
    work(machine, new SystemClock(() => machine.synchronised));
  } finally {
    Date.now = now;
    performance.now = real;
  }
}

/** Lets monotonic time pass; the machine's wall goes with it. */
function pass(machine: { ms: number }, ms: number): void {
  const { performance } = globalThis, before = performance.now();
  performance.now = () => before + ms;
  machine.ms += ms;
}

Deno.test("the machine's time is trusted while the system is synchronised and the time possible", () => {
  for (
    const [ms, possible] of [
      [0, false],
      [Date.UTC(2025, 11, 31), false],
      [Date.UTC(2026, 0, 1), true],
      [Date.UTC(2040, 0, 1), true],
      [Date.UTC(2046, 6, 16), false],
    ] as const
  ) {
    withMachine((machine, clock) => {
      machine.ms = ms;
      assert.deepEqual(clock.wall(), { ms, trusted: false });
      machine.synchronised = true;
      assert.deepEqual(clock.wall(), { ms, trusted: possible });
    });
  }
});

Deno.test("a time that was known goes on, whatever the machine's clock does then", () =>
  withMachine((machine, clock) => {
    machine.synchronised = true;
    clock.wall();
    machine.synchronised = false;
    pass(machine, 60_000);
    machine.ms = Date.UTC(2037, 0, 1);
    assert.deepEqual(clock.wall(), { ms: RIGHT + 60_000, trusted: true });
    machine.ms = RIGHT + 61_000;
    machine.synchronised = true;
    assert.deepEqual(clock.wall(), { ms: RIGHT + 61_000, trusted: true });
  }));

Deno.test("a machine that slept finds all of it older, and a time that was known still right", () => {
  let elapsed = 1000;
  const machine = { synchronised: true };
  const { now } = Date;
  try {
    Date.now = () => RIGHT;
    const clock = new SystemClock(() => machine.synchronised, () => elapsed);
    assert.equal(clock.wall().trusted, true);
    const heard = clock.monotonic();
    machine.synchronised = false;
    elapsed += 8 * 3_600_000;
    assert.equal(clock.monotonic() - heard, 8 * 3_600_000);
    assert.deepEqual(clock.wall(), {
      ms: RIGHT + 8 * 3_600_000,
      trusted: true,
    });
  } finally {
    Date.now = now;
  }
});

Deno.test("without a synchronised system a source that says the same time twice is believed", () =>
  withMachine((machine, clock) => {
    machine.ms = Date.UTC(2026, 10, 20, 3);
    clock.tell("gps", RIGHT);
    assert.equal(clock.wall().trusted, false);
    pass(machine, 10_000);
    clock.tell("gps", RIGHT + 86_400_000);
    assert.equal(clock.wall().trusted, false);
    pass(machine, 10_000);
    clock.tell("gps", RIGHT + 86_410_000);
    assert.deepEqual(clock.wall(), { ms: RIGHT + 86_410_000, trusted: true });
    pass(machine, 1000);
    // A late message is no other time.
    clock.tell("gps", RIGHT + 86_410_000);
    assert.deepEqual(clock.wall(), { ms: RIGHT + 86_411_000, trusted: true });
  }));

Deno.test("a receiver whose time stands still is not believed, and does not hold up a time that is known", () =>
  withMachine((machine, clock) => {
    const frozen = RIGHT - 86_400_000;
    for (let second = 0; second < 60; second++) {
      clock.tell("gps", frozen);
      pass(machine, 1000);
    }
    assert.equal(clock.wall().trusted, false);
    for (let second = 0; second < 10; second++) {
      clock.tell("gps", RIGHT + second * 1000);
      pass(machine, 1000);
    }
    assert.deepEqual(clock.wall(), { ms: RIGHT + 10_000, trusted: true });
    for (let second = 0; second < 60; second++) {
      clock.tell("gps", RIGHT + 10_000);
      pass(machine, 1000);
    }
    assert.deepEqual(clock.wall(), { ms: RIGHT + 70_000, trusted: true });
  }));

Deno.test("the receiver is believed rather than the network, unless it fell silent", () =>
  withMachine((machine, clock) => {
    const say = (source: "gps" | "network", ms: number) => {
      clock.tell(source, ms - 10_000);
      pass(machine, 10_000);
      clock.tell(source, ms);
    };
    say("network", RIGHT + 7_200_000);
    assert.equal(clock.wall().ms, RIGHT + 7_200_000);
    say("gps", RIGHT);
    say("network", RIGHT + 7_200_000);
    assert.equal(clock.wall().ms, RIGHT + 10_000);
    pass(machine, 2 * 3_600_000);
    say("network", RIGHT + 2 * 7_200_000);
    assert.equal(clock.wall().ms, RIGHT + 2 * 7_200_000);
  }));

Deno.test("a receiver of an earlier round of weeks means today; impossible times are nobody's", () => {
  const round = 1024 * 7 * 86_400_000;
  for (
    const [source, ms, machineMs, expected] of [
      ["gps", RIGHT - round, RIGHT - 86_400_000, RIGHT],
      ["gps", RIGHT - 2 * round, RIGHT, RIGHT],
      ["gps", RIGHT + round, RIGHT, RIGHT],
      ["gps", RIGHT - round, 0, RIGHT],
      // A recording of 2013 is not of 2033.
      ["gps", Date.UTC(2013, 11, 29), RIGHT, undefined],
      ["network", RIGHT - round, RIGHT, undefined],
      ["network", Date.UTC(2004, 0, 1), RIGHT, undefined],
      ["network", Date.UTC(2080, 0, 6), RIGHT, undefined],
    ] as const
  ) {
    withMachine((machine, clock) => {
      machine.ms = machineMs;
      for (let k = 0; k < 3; k++) {
        clock.tell(source, ms + 5000 * k);
        pass(machine, 5000);
      }
      assert.deepEqual(
        clock.wall(),
        expected === undefined
          ? { ms: machineMs + 15_000, trusted: false }
          : { ms: expected + 15_000, trusted: true },
      );
    });
  }
});

Deno.test("work is done once after its time", async () => {
  const clock = new SystemClock();
  let fired = 0;
  const begin = clock.monotonic();
  clock.after(5, () => fired++);
  await until("fired", () => fired > 0);
  assert.ok(clock.monotonic() - begin >= 4);
  assert.equal(fired, 1);
});

Deno.test("regular work goes on until it is stopped, also by itself", async () => {
  const clock = new SystemClock();
  let fired = 0;
  const stop = clock.every(1, () => {
    if (++fired === 3) stop();
  });
  await until("fired three times", () => fired === 3);
  let later = false;
  clock.after(5, () => later = true);
  await until("later", () => later);
  assert.equal(fired, 3);
});

Deno.test("what was stopped does not fire and leaves no timer behind", () => {
  const clock = new SystemClock();
  const fail = () => assert.fail("it was stopped");
  for (const stop of [clock.after(5, fail), clock.every(5, fail)]) {
    stop();
    stop();
  }
});

Deno.test("work that takes longer than its period is skipped, not made up for", async () => {
  const clock = new SystemClock();
  const times: number[] = [], counts: number[] = [];
  const stop = clock.every(10, (missed) => {
    counts.push(missed);
    times.push(clock.monotonic());
    if (times.length === 1) {
      while (clock.monotonic() < (times[0] ?? 0) + 80);
    }
  });
  await until("fired again", () => times.length === 6);
  stop();
  const [first = 0, second = 0] = times;
  assert.ok(second - first >= 80);
  assert.ok((counts[1] ?? 0) >= 6, "and whoever is called knows");
  // The four after the second keep the raster; made up for, they would come at once.
  assert.ok((times[5] ?? 0) - second >= 29);
});
