import { deepEqual, equal } from "node:assert/strict";
import {
  CriticalSoc,
  criticalSocText,
  MinimumSoc,
} from "../../../plugins/framework/soc_alerts.ts";

Deno.test("minimum SOC: once below it, again after more than 2 % above it", () => {
  const alert = new MinimumSoc();
  const told = [50, 30, 29.6, 29.4, 29, 32, 29, 32.6, 29, 29]
    .map((soc) => alert.minute(soc, 30));
  deepEqual(told, [
    false,
    false,
    false, // rounds to 30
    true,
    false,
    false, // 32 is not above 30 + 2
    false,
    false,
    true,
    false,
  ]);
});

Deno.test("minimum SOC: 0 turns it off, unknown is not low", () => {
  const alert = new MinimumSoc();
  equal(alert.minute(0, 0), false);
  equal(alert.minute(undefined, 30), false);
  equal(alert.minute(20, 30), true);
});

/** Steps at which an alert comes. */
function alerts(alert: CriticalSoc, steps: number, soc = 4): number[] {
  return Array.from(
    { length: steps },
    (_, i) => alert.step(soc, false) ? i : -1,
  )
    .filter((i) => i >= 0);
}

Deno.test("critical SOC: in the seventh step, then every 73", () => {
  const alert = new CriticalSoc();
  equal(alert.step(50, false), false);
  deepEqual(alerts(alert, 200), [6, 79, 152]);
});

Deno.test("critical SOC: at once after a restart", () => {
  deepEqual(alerts(new CriticalSoc(), 80), [0, 73]);
});

Deno.test("critical SOC: not with the car on, not from 5 % on, not while unknown", () => {
  const alert = new CriticalSoc();
  equal(alert.step(4, true), false);
  deepEqual(alerts(alert, 100, 5), []);
  equal(alert.step(undefined, false), false);
  deepEqual(alerts(alert, 7, 4.4), [6]);
  equal(
    criticalSocText(4.4),
    "ALERT!!! CRITICAL SOC LEVEL APPROACHED (4% SOC)",
  );
});
