import assert from "node:assert/strict";
import { columns } from "../../../../../runtime/links/http/page/chart_data.js";

Deno.test("records that are close are a line, what lies far apart has a gap between", () => {
  assert.deepEqual(columns([[0, 1, 2], [60, 3, 4], [600, 5, null]], 360), [
    [0, 60, 330, 600],
    [1, 3, null, 5],
    [2, 4, null, null],
  ]);
  assert.deepEqual(columns([], 360), [[]]);
});
