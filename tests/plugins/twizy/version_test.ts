import assert from "node:assert/strict";
import derived from "../../../plugins/twizy/derived.ts";
import { bench } from "../../../testing/mod.ts";

Deno.test("the module's version is the program's, from the start on", async () => {
  await using car = await bench(derived);
  assert.match(String(car.metric("xrt.m.version")), /^\d+\.\d+\.\d+/);
});
