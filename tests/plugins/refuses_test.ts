import { deepEqual, equal } from "node:assert/strict";
import { bench } from "ovms-edge/testing";
import { nl } from "../../plugins/leaf/mod.ts";
import { o2 } from "../../plugins/obd/mod.ts";

Deno.test("what no part of a car carries out is refused, and not said to be requested", async () => {
  const notDone = ["HOMELINK 1", "VALET 1", "UNVALET 1", "CHARGESTOP"];
  for (
    const [vehicle, lines] of [
      [nl, [...notDone, "CHARGEMODE RANGE 13"]],
      [o2, [...notDone, "LOCK 1234", "UNLOCK 1234", "CHARGESTART"]],
    ] as const
  ) {
    await using car = await bench(vehicle);
    for (const line of lines) {
      const [verb] = line.split(" ");
      deepEqual(await car.sms(line), [`${verb} is not done by this car`]);
    }
    equal((await car.sms("CHARGESTOP", "+1")).join(), "Permission denied");
  }
});
