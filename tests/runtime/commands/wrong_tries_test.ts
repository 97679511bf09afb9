import { equal } from "node:assert/strict";
import { WrongTries } from "../../../runtime/commands/wrong_tries.ts";

Deno.test("any number of others does not unlock who is locked, and is forgotten itself", () => {
  const tries = new WrongTries();
  for (let n = 0; n < 5; n++) tries.count("+49100", n);
  for (let n = 0; n < 5000; n++) tries.count(`+49200${n}`, 10);
  equal(tries.isLocked("+49100", 11), true);
  equal(tries.of("+492000", 11), 0);
  equal(tries.of("+492004999", 11), 1);
  equal(tries.isLocked("+49100", 905), false);
});
