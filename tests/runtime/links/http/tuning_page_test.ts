/** The tuning page's questions, as the console asks them. */
import assert from "node:assert/strict";
import { openConsole, type TestConsole } from "./console.ts";

interface Values {
  readonly kept: number;
  readonly now: readonly (readonly (number | null)[])[] | null;
  readonly curves: readonly { now: unknown[]; planned: unknown[] }[];
}

/** Asks while time passes, as the controller takes its time. */
async function read(car: TestConsole): Promise<unknown> {
  let done = false;
  const answer = car.api("/plugins/cfg/read", { method: "POST", json: {} })
    .finally(() => done = true);
  while (!done) {
    await car.clock.run(20);
    await new Promise<void>((resolve) => queueMicrotask(resolve));
  }
  return answer;
}

const values = async (car: TestConsole, planned = "") =>
  await car.api(
    `/plugins/cfg/values?planned=${encodeURIComponent(planned)}`,
  ) as Values;

async function awake(): Promise<TestConsole> {
  const car = openConsole();
  car.runtime.features.set(15, "1", "test");
  car.car.key(true);
  await car.clock.run(10_000);
  return car;
}

Deno.test("the page shows nothing before the controller was read, then what it has", async () => {
  using car = await awake();
  const before = await values(car);
  assert.equal(before.now, null);
  assert.deepEqual(before.curves, []);
  assert.equal(before.kept, 0);
  await car.command("CFG POWER 80");
  assert.deepEqual(await read(car), { ok: true });
  const after = await values(car);
  const { forms } = await car.api("/plugins/cfg/forms") as {
    forms: { command: string }[];
  };
  const at = forms.findIndex(({ command }) => command === "POWER");
  assert.deepEqual(after.now?.[at], [80]);
  assert.ok(after.kept > 0);
});

Deno.test("what is planned is drawn and not written", async () => {
  using car = await awake();
  await read(car);
  const { sent } = car.hal.bus.counters;
  const { curves: [torque] } = await values(car, "POWER 50;NONSENSE 1");
  assert.deepEqual([torque?.now[0], torque?.planned[0]], [55, 27.5]);
  assert.equal(car.hal.bus.counters.sent, sent);
});

Deno.test("a locked bus and a sleeping car are told, not waited for", async () => {
  using car = openConsole();
  const locked = await read(car) as { status: number; detail: string };
  assert.equal(locked.status, 409);
  assert.match(locked.detail, /read only mode/);
  car.runtime.features.set(15, "1", "test");
  const off = await read(car) as { status: number; detail: string };
  assert.match(off.detail, /Car is off/);
  assert.equal(car.hal.bus.counters.sent, 0);
});
