/** What the energy page is told of trip, charge and today. */
import assert from "node:assert/strict";
import { openConsole, type TestConsole } from "./console.ts";

interface Now {
  readonly of: string;
  readonly today: { date: string; usedWh: number; km: number } | null;
}
const now = async (car: TestConsole) =>
  await car.api("/plugins/power/now") as Now;

Deno.test("a charge is not a trip's recuperation at constant speed", async () => {
  using car = openConsole({}, { wall: Date.UTC(2026, 4, 1, 10) });
  await car.clock.run(5000);
  assert.equal((await now(car)).of, "nothing");
  car.car.key(true);
  await car.clock.run(5000);
  car.car.speed(40);
  await car.clock.run(60_000);
  assert.equal((await now(car)).of, "trip");
  car.car.halt();
  car.car.key(false);
  await car.clock.run(60_000);
  assert.equal((await now(car)).of, "trip", "until something else begins");
  car.car.command("soc 60");
  car.car.plug();
  await car.clock.run(5 * 60_000);
  assert.equal((await now(car)).of, "charge");
  car.car.unplug();
  await car.clock.run(60_000);
  assert.equal((await now(car)).of, "charge");
  car.car.key(true);
  await car.clock.run(5000);
  assert.equal((await now(car)).of, "trip");
});

Deno.test("today is told as it is so far", async () => {
  using car = openConsole({}, { wall: Date.UTC(2026, 4, 1, 10) });
  car.car.key(true);
  await car.clock.run(5000);
  car.car.speed(40);
  await car.clock.run(3 * 60_000);
  const { today } = await now(car);
  const date = new Date(car.clock.wall().ms);
  assert.equal(Number(today?.date.slice(8)), date.getDate());
  assert.ok(today && today.km > 1 && today.usedWh > 50, JSON.stringify(today));
});
