import { deepEqual, equal, ok } from "node:assert/strict";
import { LIMIT, live, MONTH, MQTT_LIMIT } from "./month_soak.ts";

Deno.test("a day with the server costs less than a thirtieth of 5 MB, of 10 MB over MQTT, and all kinds of records arrive", async () => {
  const { up, down, records, logins, complaints, mqtt } = await live(1);
  equal(logins, 1);
  deepEqual(complaints, []);
  const overMqtt = mqtt.values + mqtt.notices;
  ok(mqtt.values > 50_000 && overMqtt * MONTH < MQTT_LIMIT, `${overMqtt}`);
  ok((up + down) * MONTH < LIMIT, `${up} bytes up, ${down} bytes down`);
  // An hour of driving by the minute, the charge at longer distances.
  ok((records.get("RT-GPS-Log") ?? 0) >= 60);
  // Both forms of the same facts share what they may cost.
  for (
    const type of [
      "RT-PWR-UsageStats",
      "RT-PWR-Stats",
      "RT-PWR-BattPack",
      "RT-BAT-P",
    ]
  ) {
    ok((records.get(type) ?? 0) >= 50, type);
  }
  for (const type of ["RT-PWR-BattCell", "RT-BAT-C"]) {
    ok((records.get(type) ?? 0) >= 14 * 15, type);
  }
  equal(records.get("RT-PWR-Log"), 3);
});
