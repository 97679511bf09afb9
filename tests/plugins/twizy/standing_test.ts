import { deepEqual } from "node:assert/strict";
import standing from "../../../plugins/twizy/later/standing.ts";
import { bench } from "../../../testing/mod.ts";

Deno.test("temperatures are not told as 0 °C by a car that has told nothing yet", async () => {
  await using car = await bench(standing);
  deepEqual(await car.sms("TEMPS"), ["No data from the vehicle yet"]);
});
