import { deepEqual, equal, ok } from "node:assert/strict";
import { LIMIT, live, MONTH } from "./month_soak.ts";

Deno.test("a day with the server costs less than a thirtieth of 5 MB, and all kinds of records arrive", async () => {
  const { up, down, records, logins, complaints } = await live(1);
  equal(logins, 1);
  deepEqual(complaints, []);
  ok((up + down) * MONTH < LIMIT, `${up} bytes up, ${down} bytes down`);
  // An hour of driving by the minute, the charge at longer distances.
  ok((records.get("RT-GPS-Log") ?? 0) >= 60);
  for (const type of ["RT-PWR-UsageStats", "RT-PWR-BattPack"]) {
    ok((records.get(type) ?? 0) >= 60, type);
  }
  ok((records.get("RT-PWR-BattCell") ?? 0) >= 14 * 20);
});
