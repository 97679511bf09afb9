import { equal, ok } from "node:assert/strict";
import {
  CAPACITY,
  PROFILES,
  SimTwizy,
} from "../../../../plugins/twizy/sim/mod.ts";
import { power, u16, u32, wait } from "./recording.ts";

const HOUR = 3_600_000;

/** What a decoder makes of an hour of driving, by the specification's formulas. */
interface Decoded {
  used: number;
  regained: number;
  /** Metres from 0x59E. */
  counter: number;
  /** Metres from the speed of 0x599. */
  integral: number;
  /** Metres between the first and the last 0x5D7. */
  odometer: number;
  soc: number;
  fastest: number;
}

function driveAnHour(car: SimTwizy): Decoded {
  const sum: Decoded = {
    used: 0,
    regained: 0,
    counter: 0,
    integral: 0,
    odometer: 0,
    soc: 0,
    fastest: 0,
  };
  let before: number | undefined;
  let start: number | undefined;
  car.step(HOUR, (id, data) => {
    if (id === 0x155) {
      const units = power(data);
      if (units > 0) sum.used += units / 22500;
      else sum.regained -= units / 22500;
      sum.soc = u16(data, 4) / 400;
    } else if (id === 0x59e) {
      const now = u16(data, 0);
      const step = (now - (before ?? now) + 65536) % 65536;
      sum.counter += step / 10;
      before = now;
    } else if (id === 0x599) {
      const speed = u16(data, 6) / 100;
      sum.integral += speed / 36;
      sum.fastest = Math.max(sum.fastest, speed);
    } else if (id === 0x5d7) {
      const metres = (u32(data, 2) >>> 4) * 10;
      start ??= metres;
      sum.odometer = metres - start;
    }
  });
  return sum;
}

function near(value: number, wanted: number, part: number, what: string): void {
  ok(
    Math.abs(value - wanted) <= Math.abs(wanted) * part,
    `${what}: ${value} is not within ${part * 100} % of ${wanted}`,
  );
}

for (const profile of Object.keys(PROFILES)) {
  Deno.test(`An hour of ${profile}: the frames agree with the model`, () => {
    const car = new SimTwizy({ soc: 100, seed: 5 });
    car.command("key on");
    wait(car, 3000);
    const before = car.truth;
    const altitude = car.position.altitude;
    car.command(`drive ${profile}`);
    const seen = driveAnHour(car);
    const { used, regained, distance, soc, odometer } = car.truth;
    const metres = distance - before.distance;

    near(seen.used, used - before.used, 1e-9, "used");
    near(seen.regained, regained - before.regained, 1e-9, "regained");
    near(seen.counter, metres, 0.002, "counter");
    near(seen.integral, metres, 0.002, "speed integral");
    near(seen.odometer, metres, 0.002, "odometer");
    near((odometer - before.odometer) * 1000, metres, 1e-6, "kilometres");
    near(
      (before.soc - soc) / 100 * CAPACITY,
      seen.used - seen.regained,
      0.002,
      "SOC",
    );
    ok(Math.abs(seen.soc - soc) < 0.01);

    const consumption = (seen.used - seen.regained) / metres * 1000;
    ok(consumption > 40 && consumption < 120, `${consumption} Wh/km`);
    ok(seen.fastest <= 80);
    ok(Math.abs(car.position.altitude - altitude) < 200);
  });
}

Deno.test("Climbing takes more than the level, descending regains", () => {
  const car = new SimTwizy();
  car.command("key on");
  car.command("drive hill");
  let climb = -Infinity;
  let descent = Infinity;
  let low = Infinity;
  let high = -Infinity;
  for (let s = 0; s < 440; s++) {
    wait(car, 1000);
    climb = Math.max(climb, car.truth.power);
    descent = Math.min(descent, car.truth.power);
    low = Math.min(low, car.position.altitude);
    high = Math.max(high, car.position.altitude);
  }
  ok(climb > 6000 && climb < 19_000);
  ok(descent < -1000 && descent >= -2000);
  // 120 s at 45 km/h and 6 %: 90 m.
  ok(high - low > 80 && high - low < 100);
});

Deno.test("A wanted speed is reached, held and left", () => {
  const car = new SimTwizy();
  car.command("key on");
  wait(car, 2000);
  car.command("speed 50");
  wait(car, 30_000);
  equal(Math.round(car.truth.speed * 100), 5000);
  const steady = car.truth.power;
  ok(steady > 2000 && steady < 4500);
  car.command("drive off");
  wait(car, 2000);
  ok(car.truth.power < -1000);
  wait(car, 20_000);
  equal(car.truth.speed, 0);
  equal(car.truth.power, 96);
});

Deno.test("An empty battery stops the car, then switches it off", () => {
  const car = new SimTwizy({ soc: 1.2 });
  car.command("key on");
  wait(car, 2000);
  car.command("speed 80");
  wait(car, 300_000);
  ok(car.truth.soc < 1 && car.truth.soc > 0.3);
  equal(car.truth.speed, 0);
  wait(car, 3 * HOUR);
  equal(car.state.keyOn, false);
  equal(car.awake, false);
  ok(car.truth.soc > 0);
});

Deno.test("The position follows the distance", () => {
  const car = new SimTwizy();
  car.command("key on");
  wait(car, 2000);
  car.command("speed 36");
  wait(car, 60_000);
  let way = 0;
  const start = car.truth.distance;
  let { latitude, longitude } = car.position;
  for (let s = 0; s < 600; s++) {
    wait(car, 1000);
    const now = car.position;
    const north = (now.latitude - latitude) * 111_195;
    const east = (now.longitude - longitude) * 111_195 *
      Math.cos(latitude * Math.PI / 180);
    way += Math.hypot(north, east);
    const course = (Math.atan2(east, north) * 180 / Math.PI + 360) % 360;
    const turn = Math.abs((now.direction - course + 540) % 360 - 180);
    ok(turn < 90, `heading ${now.direction}, going ${course}`);
    ({ latitude, longitude } = now);
  }
  near(way, car.truth.distance - start, 0.005, "way");
  equal(Math.round(car.position.speed), 36);
});

Deno.test("Driving warms motor, controller and battery; parking cools them", () => {
  const car = new SimTwizy({ soc: 100, ambient: 10 });
  car.command("key on");
  car.command("drive highway");
  wait(car, HOUR / 2);
  const warm = car.truth;
  ok(warm.motor > 25 && warm.motor < 90);
  ok(warm.controller > 15 && warm.controller < 70);
  ok((warm.modules[0] ?? 0) > 11);
  car.command("key off");
  wait(car, 12 * HOUR);
  ok(Math.abs(car.truth.motor - 10) < 0.1);
  ok((car.truth.modules[0] ?? 0) < (warm.modules[0] ?? 0));
});

Deno.test("Cells sag under load and differ by less than a sensor's step", () => {
  const car = new SimTwizy({ soc: 70 });
  car.command("key on");
  wait(car, 2000);
  const idle = car.truth.volts;
  car.command("speed 80");
  wait(car, 5000);
  const { cells, modules, volts } = car.truth;
  ok(idle - volts > 1);
  equal(cells.length, 14);
  equal(modules.length, 7);
  ok(Math.max(...cells) - Math.min(...cells) < 0.008);
  ok(Math.max(...modules) - Math.min(...modules) < 1);
  ok(new Set(cells).size === 14);
});
