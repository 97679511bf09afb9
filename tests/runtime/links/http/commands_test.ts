import assert from "node:assert/strict";
import { openConsole } from "./console.ts";

Deno.test("a command answers as in a text message", async () => {
  using car = openConsole();
  assert.deepEqual(await car.command("STAT?"), {
    status: "ok",
    messages: ["No data from the vehicle yet"],
  });
  car.car.key(true);
  await car.clock.run(20_000);
  const { messages } = await car.command("stat") as { messages: string[] };
  assert.match(messages.join(), /SOC: 79\.\d\d%/);
});

Deno.test("unknown verbs, wrong arguments and empty texts are told apart", async () => {
  using car = openConsole();
  assert.deepEqual(await car.command("HELLO there"), {
    status: "unknown",
    messages: ['There is no command "HELLO": HELP lists all'],
  });
  assert.deepEqual(await car.command("FEATURE 99 1"), {
    status: "failed",
    messages: ["Usage: FEATURE <0-15> <0-255>"],
  });
  for (
    const json of [
      { text: "  " },
      { text: 5 },
      {},
      { text: "A".repeat(1001) },
      { text: "STAT", x: 1 },
    ]
  ) {
    const response = await car.ask("/api/v1/commands", {
      method: "POST",
      json,
    });
    assert.equal(response.status, 400, JSON.stringify(json));
  }
});

Deno.test("without login the local user is the owner", async () => {
  using car = openConsole();
  assert.deepEqual(await car.command("FEATURE 9 20"), {
    status: "ok",
    messages: ["Feature has been set."],
  });
  assert.equal(car.runtime.features.get(9), 20);
  assert.equal(car.hal.store.journalled().at(-1)?.who, "http owner");
});

Deno.test("a vehicle's own verbs work, asynchronous ones too", async () => {
  using car = openConsole();
  car.car.key(true);
  await car.clock.run(10_000);
  await car.command("FEATURE 15 1");
  assert.deepEqual(await car.command("CFG READ 2920 05"), {
    status: "ok",
    messages: ["CFG READ:  SDO 0x2920.05: 0x1C52 = 7250"],
  });
});

Deno.test("what may have waited while the gateway was held up is not done, and can be read", async () => {
  using car = openConsole();
  await car.clock.run(2000);
  const put = () =>
    car.ask("/api/v1/commands", {
      method: "POST",
      json: { text: "FEATURE 10 55" },
    });
  const limit = () => car.runtime.features.get(10);
  const before = limit();
  car.clock.halt(61_000);
  const { status } = await put();
  assert.equal(status, 503);
  assert.equal((await car.ask("/api/v1/features")).status, 200);
  assert.equal(limit(), before);
  await car.clock.run(2000);
  await put();
  assert.equal(limit(), 55);
});
