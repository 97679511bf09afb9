import { deepEqual, ok } from "node:assert/strict";
import { ALLOWED, day, deviation } from "./day_soak.ts";

for (const energy of ["measured", "guide"] as const) {
  Deno.test(`a day's records agree with the car: energy (${energy}), distance, SOC (16 minutes of driving, 40 of charging)`, async () => {
    const plan = { drive: 16, charge: 40, hours: 2, seed: 1, soc: 95, energy };
    const { compared, socDeviation, complaints, counts } = await day(plan);
    deepEqual(complaints, []);
    deepEqual(compared.length, 12);
    for (const row of compared) {
      ok(row.car > 0, `${row.what}: the car had nothing to tell`);
      ok(
        deviation(row) <= ALLOWED,
        `${row.what}: ${row.records} by the records, ${row.car} by the car`,
      );
    }
    ok(socDeviation <= ALLOWED, `a recorded SOC is ${socDeviation} % off`);
    for (const type of ["RT-PWR-Trip", "RT-PWR-Charge", "RT-PWR-Day"]) {
      deepEqual(counts.get(type), 1, type);
    }
    ok((counts.get("RT-GPS-Log") ?? 0) >= 16);
  });
}
