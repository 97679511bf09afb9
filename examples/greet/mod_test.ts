import { deepEqual } from "node:assert/strict";
import { bench } from "ovms-edge/testing";
import greet from "./mod.ts";

Deno.test("lines of an answer are one message", async () => {
  await using car = await bench(greet);
  deepEqual(await car.sms("GREET Anna"), ["Hello Anna"]);
  deepEqual(await car.sms("GREET Anna 2"), ["Hello Anna\n Hello Anna"]);
});

Deno.test("wrong arguments are answered by the runtime", async () => {
  await using car = await bench(greet);
  for (const line of ["GREET", "GREET A", "GREET Anna 4", "GREET Anna 1 2"]) {
    deepEqual(await car.sms(line), ["Usage: GREET name [times]"]);
  }
  deepEqual(await car.msg("300,Anna,2"), ["c300,0,2"]);
  deepEqual(await car.msg("300,Anna,4"), ["c300,1,Parameter out of range"]);
});

Deno.test("what the plugin itself refuses is a text for the sender", async () => {
  await using car = await bench(greet);
  deepEqual(await car.sms("GREET Nobody"), ["There is nobody to greet"]);
});

Deno.test("strangers need the password", async () => {
  await using car = await bench(greet, { params: { 1: "secret" } });
  deepEqual(await car.sms("GREET Anna", "+1"), ["Permission denied"]);
  deepEqual(await car.sms("GREET secret Anna", "+1"), ["Hello Anna"]);
});
