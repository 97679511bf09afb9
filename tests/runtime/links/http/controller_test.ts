import assert from "node:assert/strict";
import { openConsole, type TestConsole } from "./console.ts";

/** Asks while time passes, as the controller takes its time. */
async function post(
  car: TestConsole,
  path: string,
  json?: unknown,
): Promise<unknown> {
  let done = false;
  const answer = car.api(path, {
    method: "POST",
    ...(json === undefined ? {} : { json }),
  })
    .finally(() => done = true);
  while (!done) {
    await car.clock.run(20);
    await new Promise<void>((resolve) => queueMicrotask(resolve));
  }
  return answer;
}

async function awake(): Promise<TestConsole> {
  const car = openConsole();
  car.runtime.features.set(15, "1", "test");
  car.car.key(true);
  await car.clock.run(10_000);
  return car;
}

Deno.test("a write keeps the old value, shows in the difference, and can be undone", async () => {
  using car = await awake();
  assert.deepEqual(await car.api("/controller/backup"), { objects: {} });
  await car.command("CFG POWER 80");
  assert.deepEqual(await car.api("/controller/backup"), {
    objects: { "2920.01": 1000 },
  });
  const { differences } = await post(car, "/controller/diff") as {
    differences: unknown;
  };
  assert.deepEqual(differences, [{
    object: "2920.01",
    backup: 1000,
    now: 800,
  }]);
  await car.command("CFG UNDO");
  const after = await post(car, "/controller/diff") as {
    differences: unknown;
    text: string;
  };
  assert.deepEqual(after.differences, []);
  const journal = await car.api("/journal") as { key: string; who: string }[];
  assert.ok(
    journal.some(({ key, who }) => key === "2920.01" && who.startsWith("http")),
  );
});

Deno.test("objects are read; what the controller does not have is left out", async () => {
  using car = await awake();
  assert.deepEqual(
    await post(car, "/controller/read", {
      objects: ["2920.05", "2920.77", "4611.01"],
    }),
    {
      objects: { "2920.05": 7250, "4611.01": 880 },
    },
  );
});

Deno.test("a locked bus and a sleeping car are told, not waited for", async () => {
  using car = openConsole();
  const locked = await post(car, "/controller/read", {
    objects: ["2920.05"],
  }) as { status: number; detail: string };
  assert.equal(locked.status, 503);
  assert.match(locked.detail, /read only mode/);
  car.runtime.features.set(15, "1", "test");
  const off = await post(car, "/controller/diff") as {
    status: number;
    detail: string;
  };
  assert.equal(off.status, 503);
  assert.equal(car.hal.bus.counters.sent, 0);
});

Deno.test("objects that are none are refused", async () => {
  using car = await awake();
  for (
    const objects of [
      [],
      ["2920 05"],
      ["2920.05; CFG RESET"],
      Array(65).fill("2920.05"),
    ]
  ) {
    const refused = await post(car, "/controller/read", { objects }) as {
      status: number;
    };
    assert.equal(refused.status, 400);
  }
});
