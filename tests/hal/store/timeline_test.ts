import assert from "node:assert/strict";
import { SimClock } from "../../../hal/sim/clock.ts";
import { Timeline } from "../../../hal/store/timeline.ts";

const WALL = Date.UTC(2026, 5, 1);

Deno.test("a stamp has the wall's time only while that is trusted", () => {
  const clock = new SimClock(0, false);
  const timeline = new Timeline(clock, 7);
  clock.advance(1000);
  assert.deepEqual(timeline.stamp(), {
    wall: undefined,
    run: 7,
    monotonic: 1000,
  });
  clock.setWall(WALL, true);
  assert.deepEqual(timeline.stamp(), { wall: WALL, run: 7, monotonic: 1000 });
  assert.equal(timeline.offset, WALL - 1000);
});

Deno.test("for ageing, of the wall as first trusted and as it is now the earlier counts", () => {
  const clock = new SimClock(WALL);
  const timeline = new Timeline(clock, 1);
  timeline.stamp();
  clock.advance(1000);
  clock.setWall(WALL + 1e12, true);
  assert.equal(timeline.stamp().wall, WALL + 1e12);
  assert.equal(timeline.cautious().wall, WALL + 1000);
  clock.setWall(WALL - 5000, true);
  assert.equal(timeline.cautious().wall, WALL - 5000);
  clock.setWall(WALL, false);
  assert.equal(timeline.cautious().wall, undefined);
});
