import { equal } from "node:assert/strict";
import { SupplyGuard } from "../../../app/hardware/supply_guard.ts";

/** Second in which the guard wants to end, or undefined; readings are repeated as often as told. */
function endOf(
  ...readings: readonly [
    times: number,
    volts: number | undefined,
    busy?: boolean,
  ][]
): number | undefined {
  const guard = new SupplyGuard({ below: 11, delay: 600 });
  let second = 0;
  for (const [times, volts, busy = false] of readings) {
    for (let n = 0; n < times; n++) {
      second++;
      if (guard.second({ volts, busy })) return second;
    }
  }
  return undefined;
}

Deno.test("low for the whole delay ends the program", () => {
  equal(endOf([599, 10.9]), undefined);
  equal(endOf([700, 10.9]), 600);
  equal(endOf([5000, 11]), undefined);
});

Deno.test("one good reading begins the delay anew", () => {
  equal(endOf([599, 10.9], [1, 11.2], [700, 10.5]), 1200);
});

Deno.test("a car that is on or charging is never left", () => {
  equal(endOf([5000, 9.5, true]), undefined);
  equal(endOf([5000, 9.5, true], [700, 9.5]), 5600);
});

Deno.test("an unknown level ends nothing and hides nothing", () => {
  equal(endOf([5000, undefined]), undefined);
  equal(endOf([300, 10.9], [100, undefined], [700, 10.9]), 700);
});

Deno.test("without a delay the first low reading counts", () => {
  const guard = new SupplyGuard({ below: 11, delay: 0 });
  equal(guard.second({ volts: undefined, busy: false }), false);
  equal(guard.second({ volts: 10.9, busy: false }), true);
});
