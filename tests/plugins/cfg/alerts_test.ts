import assert from "node:assert/strict";
import { openConsole } from "../../runtime/links/http/console.ts";

Deno.test("a command that did not end is told with its progress and the way back", async () => {
  using car = openConsole();
  car.runtime.features.set(15, "1", "test");
  car.car.key(true);
  await car.clock.run(10_000);
  await car.command("CFG POWER 80");
  const records = [...car.hal.store.entries("plugin.cfg")]
    .filter(([key]) => key.startsWith("undo"));
  const [key, text] = records[0] ?? [];
  assert.ok(key !== undefined && text !== undefined);
  const { state: _, ...record } = JSON.parse(text);
  car.hal.store.put("plugin.cfg", {
    [key]: JSON.stringify({ ...record, state: "failed" }),
  });
  const found = await car.api("/alerts") as {
    level: string;
    text: string;
    todo: string;
  }[];
  assert.equal(found[0]?.level, "alert");
  assert.match(found[0]?.text ?? "", /^CFG POWER 80 was interrupted/);
  assert.match(found[0]?.todo ?? "", /CFG UNDO/);
});
