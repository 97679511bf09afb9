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

Deno.test("the wall's time is trusted when this program can have existed then", () => {
  const now = Date.now;
  try {
    for (
      const [ms, trusted] of [
        [0, false],
        [Date.UTC(2025, 11, 31), false],
        [Date.UTC(2026, 0, 1), true],
        [Date.UTC(2040, 0, 1), true],
      ] as const
    ) {
      Date.now = () => ms;
      assert.deepEqual(new SystemClock().wall(), { ms, trusted });
    }
  } finally {
    Date.now = now;
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
  const times: number[] = [];
  const stop = clock.every(10, () => {
    times.push(clock.monotonic());
    if (times.length === 1) {
      while (clock.monotonic() < (times[0] ?? 0) + 80);
    }
  });
  await until("fired again", () => times.length === 6);
  stop();
  const [first = 0, second = 0] = times;
  assert.ok(second - first >= 80);
  // The four after the second keep the raster; made up for, they would come at once.
  assert.ok((times[5] ?? 0) - second >= 29);
});
