import assert from "node:assert/strict";
import {
  distance,
  fixed,
  kilometres,
  miles,
  round,
  unitName,
} from "../../../runtime/contract/units.ts";

Deno.test("distances are in the owner's unit, and back without loss", () => {
  assert.equal(distance(80, "K"), 80);
  assert.equal(distance(160.9344, "M").toFixed(9), "100.000000000");
  assert.equal(miles(1.609344), 1);
  for (const units of ["K", "M"] as const) {
    assert.equal(
      kilometres(distance(77.7, units), units).toFixed(9),
      "77.700000000",
    );
  }
  assert.deepEqual([unitName("K"), unitName("M")], ["km", "mi"]);
});

Deno.test("rounding is half up, also below zero, and never gives a negative zero", () => {
  const values = [0.5, 1.5, 2.4999, -0.5, -1.5, -1.6, -0.2];
  assert.deepEqual(values.map(round), [1, 2, 2, 0, -1, -2, 0]);
  assert.ok(Object.is(round(-0.3), 0));
});

Deno.test("what a double lost of a half on the way is not lost", () => {
  assert.ok(1.005 * 100 < 100.5);
  assert.equal(round(1.005 * 100), 101);
});

Deno.test("decimals that are all 0 have no sign", () => {
  const texts = [-0.04, -0, 0, -0.05, -1.25, 1.5].map((x) => fixed(x, 1));
  assert.deepEqual(texts, ["0.0", "0.0", "0.0", "-0.1", "-1.3", "1.5"]);
  assert.equal(fixed(-0.4, 0), "0");
});
