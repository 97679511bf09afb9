import assert from "node:assert/strict";
import { curveOf, isMeasured } from "../../../plugins/ca/page/curve.js";
import { Estimate } from "../../../plugins/ca/page/estimate.js";

const BEGIN = Date.UTC(2026, 4, 1, 20);
const at = (minute: number) => new Date(BEGIN + minute * 60_000).toISOString();
const charge = { begin: at(0), end: at(60), socBefore: 40, socAfter: 70 };
const estimate = new Estimate(Array.from({ length: 101 }, (_, i) => i * 2));

Deno.test("a charge of which only begin and end are known is two points, no line", () => {
  const [minutes = [], measured = [], expected = []] = curveOf(
    charge,
    [],
    estimate,
  );
  assert.deepEqual(measured.filter((soc) => soc !== null), [40, 70]);
  assert.equal(measured[minutes.indexOf(30)], null);
  assert.equal(expected[minutes.indexOf(30)], 55);
  assert.equal(isMeasured(charge, [{ time: at(90) }]), false);
});

Deno.test("records close together are joined, a gap stays a gap", () => {
  const pack = [0, 2, 4, 40, 42].map((minute) => ({
    time: at(minute),
    soc: (40 + minute / 2) * 100,
  }));
  const [minutes = [], measured = []] = curveOf(charge, pack, estimate);
  assert.equal(measured[minutes.indexOf(3)], 41.5);
  assert.equal(measured[minutes.indexOf(20)], null);
  assert.equal(measured[minutes.indexOf(41)], 60.5);
  assert.equal(isMeasured(charge, pack), true);
});

Deno.test("without an estimate there is no line of it", () => {
  const [, , expected = []] = curveOf(charge, [], new Estimate([]));
  assert.ok(expected.every((soc) => soc === null));
});
