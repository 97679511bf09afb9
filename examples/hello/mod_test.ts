import { deepEqual } from "node:assert/strict";
import { bench } from "ovms-edge/testing";
import hello from "./mod.ts";

Deno.test("HELLO tells the state of charge", async () => {
  await using car = await bench(hello);
  deepEqual(await car.sms("hello"), ["Hello, nobody knows the battery yet"]);
});
