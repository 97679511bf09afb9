import { equal, ok } from "node:assert/strict";
import { soak } from "./ovms_soak.ts";

Deno.test("noise of all kinds does not end the link, and each kind is counted", async () => {
  const { lines, counters, messages, recovered } = await soak(400, 7);
  equal(recovered, true);
  equal(Object.values(lines).reduce((sum, count) => sum + count), 400);
  const { garbage, overlong, impostors, undecipherable } = counters;
  for (const count of [garbage, overlong, impostors, undecipherable]) {
    ok(count > 0);
  }
  ok(messages > 0);
  equal(counters.faults, 0);
});
