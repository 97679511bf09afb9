import assert from "node:assert/strict";
import {
  positionStaleness,
  staleness,
} from "../../../runtime/contract/staleness.ts";

Deno.test("the stale counter runs from the reception down to zero", () => {
  const counts = [0, 0.9, 1, 59, 118, 119, 120, 1e9].map((age) =>
    staleness({ age })
  );
  assert.deepEqual(counts, [119, 119, 118, 60, 1, 0, 0, 0]);
});

Deno.test("what was never received counts -1", () => {
  assert.equal(staleness({ age: undefined }), -1);
});

Deno.test("a position is stale at once when the fix is lost, and -1 before the first report", () => {
  assert.equal(positionStaleness({ value: true, age: 19 }), 100);
  assert.equal(positionStaleness({ value: false, age: 0 }), 0);
  assert.equal(positionStaleness({ value: undefined, age: undefined }), -1);
});
