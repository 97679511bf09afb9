import assert from "node:assert/strict";
import {
  rowsOf,
  summaryOf,
} from "../../../../../runtime/links/http/page/series_data.js";

const point = (
  at: number,
  mean: number,
): [number, number, number, number] => [at, mean - 1, mean + 1, mean];

Deno.test("where nobody measured the line ends", () => {
  const minute = 60_000;
  const points = [point(0, 1), point(minute, 2), point(10 * minute, 3)];
  assert.deepEqual(rowsOf([{ points }], minute), [
    [0, 60, 120, 600],
    [1, 2, null, 3],
  ]);
});

Deno.test("in long steps, too, one in which nobody measured is a gap", () => {
  const step = 240_000;
  const points = [point(0, 1), point(step, 2), point(3 * step, 3)];
  assert.deepEqual(rowsOf([{ points }], step), [
    [0, 240, 480, 720],
    [1, 2, null, 3],
  ]);
});

Deno.test("a course with rarer points is no gap beside one with many", () => {
  const often = [0, 10, 20, 30, 40, 50, 60].map((s) => point(s * 1000, s));
  const rare = [point(0, 7), point(60_000, 8)];
  const [times, many, few] = rowsOf(
    [{ points: often }, { points: rare }],
    10_000,
  );
  assert.equal(times.length, 7);
  assert.ok(many?.every((value) => typeof value === "number"));
  assert.deepEqual(few, [7, ...new Array(5).fill(undefined), 8]);
});

Deno.test("what a course came to", () => {
  assert.deepEqual(summaryOf([point(0, 4), point(1, 8)]), {
    min: 3,
    max: 9,
    mean: 6,
    last: 8,
  });
  assert.equal(summaryOf([]), undefined);
});
