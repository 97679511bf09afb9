import { equal, ok, throws } from "node:assert/strict";
import { SimTwizy } from "../../../../plugins/twizy/sim/mod.ts";
import { wait } from "./recording.ts";

const HOUR = 3_600_000;

Deno.test("The 12 V battery is fed while on, rests and sinks while parked", () => {
  const car = new SimTwizy();
  equal(car.volts.toFixed(1), "12.7");
  car.command("key on");
  wait(car, 5000);
  equal(car.volts.toFixed(1), "14.1");
  car.command("key off");
  wait(car, 10_000);
  ok(car.volts > 12.9 && car.volts < 13.4, `surface charge: ${car.volts}`);
  wait(car, HOUR);
  const rested = car.volts;
  ok(Math.abs(rested - 12.7) < 0.02);
  wait(car, 48 * HOUR);
  ok(rested - car.volts > 0.1 && rested - car.volts < 0.4);
});

Deno.test("A weak 12 V battery stays weak until it is fed", () => {
  const car = new SimTwizy({ soc: 10 });
  car.command("12v 11.3");
  wait(car, HOUR);
  equal(car.volts.toFixed(1), "11.3");
  car.command("plug");
  wait(car, 5000);
  ok(car.volts > 14);
  throws(() => car.command("12v 11"), /DC\/DC converter holds 14\.1 V/);
  wait(car, 1.5 * HOUR);
  car.command("unplug");
  wait(car, HOUR);
  ok(car.volts > 12.3 && car.volts < 12.6);
});

Deno.test("Only a sleeping car rests", () => {
  const car = new SimTwizy();
  car.rest(24 * HOUR);
  car.command("key on");
  throws(() => car.rest(1000), /bus is awake/);
});

Deno.test("A step that is no multiple of 10 ms is refused", () => {
  const car = new SimTwizy();
  throws(() => wait(car, 15), /cannot step 15 ms/);
  throws(() => wait(car, -10), RangeError);
  throws(() => wait(car, NaN), RangeError);
});

Deno.test("Options out of range are refused", () => {
  throws(() => new SimTwizy({ soc: 120 }), /The SOC cannot be 120 %/);
  throws(() => new SimTwizy({ consumption: 20 }), /The consumption cannot be/);
  throws(() => new SimTwizy({ serial: "VF1ACV" }), /no serial number/);
});
