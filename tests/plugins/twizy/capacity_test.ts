import { equal } from "node:assert/strict";
import {
  estimate,
  smoothed,
} from "../../../plugins/twizy/capacity_estimate.ts";

Deno.test("the capacity follows from the charge up to the end of the constant current", () => {
  // 70 Ah for 74 %, and 4 Ah more
  const ah = estimate({ socMin: 20, constantSoc: 94, constantAh: 70, ah: 74 });
  equal(ah?.toFixed(2), "92.92");
});

Deno.test("a charge that says too little gives no capacity", () => {
  const whole = { constantSoc: 94, constantAh: 50, ah: 55 };
  equal(estimate({ ...whole, socMin: 40 }), undefined);
  equal(estimate({ ...whole, socMin: 20, constantSoc: 20 }), undefined);
  equal(estimate({ ...whole, socMin: 20, constantSoc: 0 }), undefined);
});

Deno.test("what was known counts nine times as much as a measurement", () => {
  equal(smoothed(0, 86.02), 86.02);
  equal(smoothed(90.5, 86.02), 90.05);
});
