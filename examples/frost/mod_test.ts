import { deepEqual, equal } from "node:assert/strict";
import { readIn } from "ovms-edge/testing";
import frost from "./mod.ts";

Deno.test("all of it is there in German", () => {
  const { say, missing } = readIn("de", frost);
  deepEqual(missing, []);
  equal(
    say("It is cold outside: -1.5 °C"),
    "Draußen ist es kalt: -1,5 °C",
  );
});
