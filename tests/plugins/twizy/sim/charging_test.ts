import { deepEqual, equal, ok } from "node:assert/strict";
import { CAPACITY, SimTwizy } from "../../../../plugins/twizy/sim/mod.ts";
import { changes, power, record, type Seen, u16, wait } from "./recording.ts";

const MINUTE = 60_000;

function plugged(soc: number): SimTwizy {
  const car = new SimTwizy({ soc });
  car.command("plug");
  while (!car.state.charging) wait(car, 100);
  return car;
}

/** Minutes until an SOC is reached. */
function minutesTo(car: SimTwizy, soc: number): number {
  let ms = 0;
  for (; car.truth.soc < soc; ms += 1000) wait(car, 1000);
  return ms / MINUTE;
}

Deno.test("Charging takes 180 minutes to 94 % and 40 more to full", () => {
  const car = plugged(1);
  ok(Math.abs(minutesTo(car, 50) - 180 * 49 / 94) < 0.1);
  // From 50 % to full: 84 and 40 minutes.
  ok(Math.abs(minutesTo(car, 94) - 180 * 44 / 94) < 0.1);
  ok(Math.abs(minutesTo(car, 100) - 40) < 0.1);
});

Deno.test("The linear part is sent as recorded", () => {
  const car = plugged(60);
  const frames = record(car, 1000, 0x155).map(({ hex }) => hex.slice(0, 11));
  deepEqual(changes(frames), ["07 98 50 54"]);
});

Deno.test("the charger takes the last level that it hears, as long as it hears it", () => {
  const car = plugged(30), level = Uint8Array.of(2, 0x98, 0x50, 0x54, 0, 0);
  const watts = () => 16 * power(record(car, 200, 0x155).at(-1)?.data ?? level);
  equal(watts(), -2048);
  for (let ms = 0; ms < 1000; ms += 100) {
    car.receive(0x155, level);
    wait(car, 100);
  }
  car.receive(0x155, level);
  const slow = record(car, 100, 0x155).map(({ data }) => 16 * power(data));
  deepEqual(changes(slow), [-640]);
  equal(watts(), -2048);
});

Deno.test("the charger ends the charge when it is asked to, and the battery would go on", () => {
  const car = plugged(30), limits = new Uint8Array(8);
  car.receive(0x424, limits);
  wait(car, 1000);
  ok(car.state.charging);
  limits[0] = 0x12;
  car.receive(0x424, limits);
  const last = record(car, 100, 0x155).at(-1);
  wait(car, 60_000);
  deepEqual([car.state.charging, car.state.pluggedIn], [false, true]);
  ok(car.truth.soc < 31);
  equal(last?.data[0], 7);
});

Deno.test("The current tapers and the charge level counts down", () => {
  const car = plugged(93);
  const seen: Seen[] = [];
  while (car.state.charging) {
    wait(car, 4900);
    seen.push(...record(car, 100, 0x155).slice(-1));
  }
  deepEqual(changes(seen.map(({ data }) => data[0])), [
    7,
    6,
    5,
    4,
    3,
    2,
    1,
    0,
  ]);
  const near99 = seen.find(({ data }) => u16(data, 4) >= 99 * 400);
  ok(near99 !== undefined);
  ok(power(near99.data) < -10 && power(near99.data) > -35);
  for (const { data } of seen) {
    if (u16(data, 4) >= 95 * 400) {
      ok(Math.abs((data[0] ?? 0) * 300 + power(data) * 16) < 170);
    }
  }
});

Deno.test("Charged energy, SOC and samples agree", () => {
  const car = plugged(88);
  const start = car.truth.soc;
  let sum = 0;
  car.step(60 * MINUTE, (id, data) => {
    if (id === 0x155 && data[3] === 0x54) sum -= power(data) / 22500;
  });
  const { charged, soc, used, regained } = car.truth;
  equal(soc, 100);
  equal(used, 0);
  equal(regained, 0);
  ok(Math.abs(sum - charged) < 0.1);
  ok(Math.abs(charged - (100 - start) / 100 * CAPACITY) < 1);
});

Deno.test("A full battery plugged in is charged at once", () => {
  const car = new SimTwizy({ soc: 100 });
  car.command("plug");
  wait(car, 30_000);
  equal(car.awake, false);
  equal(car.state.pluggedIn, true);
});

Deno.test("Charging warms the charger to what was recorded", () => {
  const car = plugged(20);
  wait(car, 90 * MINUTE);
  ok(Math.abs(car.truth.charger - 55) < 8);
});
