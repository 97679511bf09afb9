import assert from "node:assert/strict";
import { Estimate } from "../../../plugins/ca/page/estimate.js";

Deno.test("minutes between two SOC lie on the line through whole percents", () => {
  const estimate = new Estimate(Array.from({ length: 101 }, (_, i) => i * 2));
  assert.equal(estimate.minutes(10, 60), 100);
  assert.equal(estimate.minutes(10.5, 11), 1);
  assert.equal(estimate.minutes(60, 10), 0);
});

Deno.test("what cannot be told is no estimate", () => {
  assert.equal(new Estimate([]).minutes(10, 20), undefined);
  assert.equal(new Estimate([0, null]).minutes(0, 1), undefined);
});
