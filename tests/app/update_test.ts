import assert from "node:assert/strict";
import { UpdateLook } from "../../app/update.ts";
import { SimClock } from "../../hal/sim/mod.ts";

const HOUR = 3_600_000;

/** A look at a registry that answers as it is told. */
function look(answer: () => Response) {
  const clock = new SimClock(), asked: string[] = [], log: string[] = [];
  let url = "";
  const updates = new UpdateLook({
    clock,
    url: () => url,
    log: (_, event) => log.push(event),
    version: "1.9.0",
    request: (address) => {
      asked.push(String(address));
      return Promise.resolve(answer());
    },
  });
  return {
    clock,
    asked,
    log,
    updates,
    set: (address: string) => url = address,
  };
}

Deno.test("nobody is asked until the owner names whom, and then once a day", async () => {
  const it = look(() => Response.json({ version: "1.10.0" }));
  await it.clock.run(48 * HOUR);
  assert.deepEqual([it.asked, it.updates.newer], [[], undefined]);
  it.set("https://registry.example/ovms/latest");
  await it.clock.run(48 * HOUR);
  assert.equal(it.asked.length, 2);
  assert.equal(it.updates.newer, "1.10.0");
  // Who is no longer asked is no longer believed
  it.set("");
  assert.equal(it.updates.newer, undefined);
  it.updates.close();
  it.set("https://registry.example/ovms/latest");
  await it.clock.run(48 * HOUR);
  assert.equal(it.asked.length, 2);
});

Deno.test("an older or the same version is no news, and what is no answer is told in the log and asked again", async () => {
  for (const version of ["1.9.0", "1.8.99", "0.9.0"]) {
    const it = look(() => Response.json({ version }));
    it.set("https://registry.example/x");
    await it.clock.run(2 * HOUR);
    assert.equal(it.updates.newer, undefined, version);
    it.updates.close();
  }
  const wrong = [
    () => new Response("<html>"),
    () => Response.json({ version: "<script>" }),
    () => new Response("", { status: 500 }),
    () => new Response("x".repeat(1e6)),
  ];
  for (const answer of wrong) {
    const it = look(answer);
    it.set("https://registry.example/x");
    await it.clock.run(3 * HOUR);
    assert.equal(it.updates.newer, undefined);
    assert.ok(it.asked.length >= 2 && it.log.length >= 2);
    it.updates.close();
  }
});
