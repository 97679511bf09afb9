import { deepEqual, equal } from "node:assert/strict";
import { bench, owner } from "ovms-edge/testing";
import framework from "../../../plugins/framework/mod.ts";

const stranger = "+33123";
const NO_DENIAL = 2, NO_SMS = 4;

Deno.test("feature 14, bit 2: denials are not sent, answers are", async () => {
  await using car = await bench(framework);
  deepEqual(await car.sms("STAT?", stranger), ["Permission denied"]);
  car.feature(14, NO_DENIAL);
  deepEqual(await car.sms("STAT?", stranger), []);
  deepEqual(await car.sms("STAT?"), ["No data from the vehicle yet"]);
});

Deno.test("feature 14, bit 4: no SMS but those answers that the original sent all the same", async () => {
  await using car = await bench(framework);
  car.feature(14, NO_SMS);
  for (
    const text of [
      "REGISTER?",
      "REGISTER OVMS",
      "PASS?",
      "PASS OVMS2",
      "GPS",
      "STAT",
      "PARAMS?",
      "MODULE?",
      "MODULE CAR",
      "VEHICLE?",
      "VEHICLE -",
      "GPRS?",
      "GPRS apn",
      "GSMLOCK?",
      "GSMLOCK",
      "SERVER?",
      "SERVER host",
      "DIAG",
      "FEATURES?",
      "HELP",
      "AP OVMS2 " + owner,
    ]
  ) deepEqual(await car.sms(text), [], text);
  for (
    const text of [
      "PARAMS K",
      "FEATURE 9 20",
      "HOMELINK 1",
      "LOCK 1",
      "UNLOCK 1",
      "VALET 1",
      "UNVALET 1",
      "CHARGEMODE STA",
      "CHARGESTART",
      "CHARGESTOP",
      "VERSION",
    ]
  ) equal((await car.sms(text)).length, 1, text);
  deepEqual(await car.sms("STAT?", stranger), []);
});

Deno.test("feature 14, bit 4: notices go to the server only", async () => {
  await using car = await bench(framework);
  car.feature(14, NO_SMS);
  car.hal.supply.value = 10;
  await car.seconds(300);
  deepEqual(car.hal.gsm.sent, []);
  deepEqual(car.server.filter((line) => line.includes("12V")), [
    "MP-0 PAALERT!!! 12V BATTERY CRITICAL (11.3V)",
  ]);
});
