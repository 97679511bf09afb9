import assert from "node:assert/strict";
import { daysOf } from "../../../plugins/power/page/days.js";

const day = (date: string, km: number) => ({
  date,
  km,
  usedWh: 100,
  regainedWh: 10,
  chargedWh: 0,
});

Deno.test("the list of days begins with today, as it is so far", () => {
  const recorded = [day("2026-05-01", 3), day("2026-05-02", 4)];
  assert.deepEqual(
    daysOf(recorded, day("2026-05-03", 5)).map(({ name, km }) => [name, km]),
    [["Today", 5], ["Sat, May 2", 4], ["Fri, May 1", 3]],
  );
  // Nobody knows the date
  assert.equal(daysOf(recorded, null).length, 2);
  assert.deepEqual(daysOf([], undefined), []);
});

Deno.test("a day that was recorded twice is listed once", () => {
  const twice = [day("2026-05-01", 3), day("2026-05-01", 7)];
  assert.deepEqual(daysOf(twice, null).map(({ km }) => km), [7]);
});
