import assert from "node:assert/strict";
import type { Alert } from "../../../../runtime/contract/alerts.ts";
import { alerts, definePlugin } from "../../../../runtime/mod.ts";
import { openConsole, type TestConsole } from "./console.ts";

const told = async (car: TestConsole) =>
  (await car.api("/alerts") as Alert[]).map(({ level, text, page }) =>
    `${level} ${page}: ${text}`
  );

Deno.test("a car that is well has hints only: no backup, a bus that is only listened to", async () => {
  using car = openConsole();
  await car.clock.run(5000);
  assert.deepEqual(await told(car), [
    "note cfg/tuning: There is no backup of the motor controller",
    "note cfg/tuning: The CAN bus is only listened to (feature 15 is 0)",
  ]);
  car.runtime.features.set(15, "1", "test");
  assert.deepEqual(await told(car), [
    "note cfg/tuning: There is no backup of the motor controller",
  ]);
});

Deno.test("what a car is not asked for while writing is not allowed is a hint: nothing is broken", async () => {
  using car = openConsole();
  car.runtime.params.set(new Map([[14, "NL"]]), "test");
  await car.clock.run(5000);
  const found = await told(car);
  assert.equal(found.length, 1);
  assert.match(
    found.join(),
    /^note settings: Some values of the car are not asked for/,
  );
});

Deno.test("cells that are off are told with their numbers, while somebody measures them", async () => {
  using car = openConsole();
  car.car.command("cell 9 -60");
  car.car.key(true);
  await car.clock.run(120_000);
  const found = await car.api("/alerts") as Alert[];
  assert.match(found[0]?.text ?? "", /^Battery: cell 9 far off the others/);
  assert.equal(found[0]?.level, "alert");
  assert.notEqual(found[0]?.todo, "");
  car.car.key(false);
  await car.clock.run(2 * 3600_000);
  assert.ok((await told(car)).every((line) => line.startsWith("note")));
});

Deno.test("a low 12 V battery is told, and no longer when it is charged", async () => {
  using car = openConsole();
  const low = async () =>
    (await told(car)).filter((line) => line.includes("12 V"));
  car.car.command("12v 12.8");
  await car.clock.run(20 * 60_000);
  car.car.command("12v 10.9");
  await car.clock.run(20 * 60_000);
  assert.match(
    (await low()).join(),
    /^alert car: The 12 V battery is low: 1[01]\.\d V$/,
  );
  car.car.command("12v 13.4");
  await car.clock.run(20 * 60_000);
  assert.deepEqual(await low(), []);
});

Deno.test("plugins from outside tell alerts of their own; set-aside ones and those that hang are told or left out", async () => {
  const tyre: Alert = { level: "watch", text: "Tyre", todo: "Pump", page: "" };
  const mine = definePlugin({
    id: "mine",
    queries: {
      alerts: {
        summary: "Mine",
        answer: alerts,
        run: () => [tyre],
      },
    },
  });
  const hangs = definePlugin({
    id: "hangs",
    queries: {
      alerts: {
        summary: "Never",
        answer: alerts,
        run: () => new Promise<Alert[]>(() => {}),
      },
    },
  });
  const broken = definePlugin({
    id: "broken",
    every: {
      second: () => {
        throw new Error("no");
      },
    },
  });
  using car = openConsole({}, { extra: [mine, hangs, broken] });
  await car.clock.run(10_000);
  const answer = told(car);
  await car.clock.run(3000);
  const lines = await answer;
  assert.match(lines[0] ?? "", /^alert settings: Plugin broken is set aside/);
  assert.equal(lines[1], "watch : Tyre");
});
