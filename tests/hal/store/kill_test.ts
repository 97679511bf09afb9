import assert from "node:assert/strict";
import { random } from "../../soak/random.ts";
import { campaign } from "./kills/campaign.ts";

Deno.test("a few kills and cuts lose nothing that was acknowledged, or it is told", async () => {
  const counts = await campaign(2, 12, random(1));
  assert.deepEqual(counts.violations, []);
  // How many of them land within a write is chance.
  assert.ok(counts.kills >= 2);
  assert.equal(counts.cuts, 12);
  assert.ok(counts.acknowledged > 0);
});
