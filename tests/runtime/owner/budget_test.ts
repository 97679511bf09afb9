import { deepEqual, equal } from "node:assert/strict";
import { Budget } from "../../../runtime/owner/budget.ts";

Deno.test("so many in any hour", () => {
  const budget = new Budget(() => 2);
  deepEqual(
    [0, 10, 20, 3599, 3600, 3601, 3610].map((second) => budget.spend(second)),
    [true, true, false, false, true, false, true],
  );
});

Deno.test("what was spent before counts until it is an hour old", () => {
  const budget = new Budget(() => 2, [3500, 10]);
  equal(budget.spend(0), false);
  equal(budget.spend(100), true);
  equal(budget.spend(101), false);
});
