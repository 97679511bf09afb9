import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { SimTwizy } from "../../../../plugins/twizy/sim/mod.ts";
import { record, u16, wait } from "./recording.ts";

function on(): SimTwizy {
  const car = new SimTwizy();
  car.command("key on");
  wait(car, 3000);
  return car;
}

/** Lines that a parked car with its key off refuses, and how. */
const REFUSED: readonly (readonly [line: string, sentence: RegExp])[] = [
  ["", /does not know ""/],
  ["fly", /does not know "fly": try help/],
  ["constructor", /does not know/],
  ["key", /Expected: key on\|off/],
  ["key maybe", /Expected: key on\|off/],
  ["drive", /Expected: drive city\|/],
  ["drive moon", /no profile "moon": expected city, /],
  ["drive constructor", /no profile/],
  ["drive city", /key is off/],
  ["speed 50", /key is off/],
  ["speed fast", /Expected: speed N/],
  ["speed 1e1", /Expected: speed N/],
  ["speed 90", /cannot be 90 km\/h: expected 0 to 80/],
  ["go", /key is off/],
  ["unplug", /No cable is plugged in/],
  ["press D", /motor controller is off/],
  ["press X", /Expected: press D\|N\|R/],
  ["soc 0", /cannot be 0 %: expected 1 to 100/],
  ["soc 101", /cannot be 101 %/],
  ["cell 15 10", /no cell 15: expected 1 to 14/],
  ["cell 1.5 10", /no cell 1.5/],
  ["cell 3", /Expected: cell N mV/],
  ["module 0 5", /no module 0: expected 1 to 7/],
  ["module 1 99", /cannot be 99 °C/],
  ["12v 24", /cannot be 24 V: expected 6 to 15/],
  ["gps", /Expected: gps on\|off/],
];

for (const [line, sentence] of REFUSED) {
  Deno.test(`Refused with a sentence and without effect: "${line}"`, () => {
    const car = new SimTwizy();
    const before = [car.state, car.truth, car.position, car.volts];
    throws(() => car.command(line), sentence);
    deepEqual([car.state, car.truth, car.position, car.volts], before);
    equal(car.awake, false);
  });
}

Deno.test("Plugging in stops driving, and driving needs the cable out", () => {
  const car = on();
  car.command("drive city");
  wait(car, 30_000);
  ok(car.truth.speed > 0);
  equal(car.command("plug"), "Plugged in");
  equal(car.truth.speed, 0);
  wait(car, 5000);
  equal(car.state.charging, true);
  throws(() => car.command("drive city"), /plugged in: `unplug` first/);
  throws(() => car.command("go"), /plugged in/);
  throws(() => car.command("plug"), /plugged in already/);
  throws(() => car.command("trickle"), /fed already/);
  equal(car.command("unplug"), "Unplugged");
  wait(car, 5000);
  equal(car.command("drive city"), "Driving city");
});

Deno.test("Driving that is asked for while the car starts begins when it is up", () => {
  const car = new SimTwizy();
  car.command("key on");
  car.command("speed 30");
  wait(car, 1500);
  equal(car.truth.speed, 0);
  wait(car, 20_000);
  equal(Math.round(car.truth.speed), 30);
});

Deno.test("Turning the key off stops the car and what it was doing", () => {
  const car = on();
  car.command("speed 30");
  wait(car, 20_000);
  car.command("key off");
  wait(car, 20_000);
  car.command("key on");
  wait(car, 20_000);
  equal(car.truth.speed, 0);
  equal(car.state.go, false);
  equal(car.command("key on"), "The key is on already");
});

Deno.test("A cell and a module can be made to differ", () => {
  const car = on();
  equal(car.command("cell 3 -40"), "Cell 3 differs by -40 mV");
  equal(car.command("module 7 +5"), "Module 7 differs by +5 °C");
  wait(car, 200);
  const { cells, modules } = car.truth;
  ok(Math.abs((cells[2] ?? 0) - (cells[3] ?? 0) + 0.04) < 0.005);
  ok(Math.abs((modules[6] ?? 0) - (modules[5] ?? 0) - 5) < 1);
  const cell = record(car, 100, 0x556)[0];
  ok(cell !== undefined);
  const raw = u16(cell.data, 3) >> 4;
  equal(raw, Math.round((cells[2] ?? 0) * 200));
  car.command("cell 3 0");
  wait(car, 200);
  ok(Math.abs((car.truth.cells[2] ?? 0) - (car.truth.cells[3] ?? 0)) < 0.005);
});

Deno.test("SOC can be set and is sent", () => {
  const car = on();
  equal(car.command("soc 42.5"), "SOC is 42.5 %");
  const frame = record(car, 200, 0x155).at(-1);
  ok(frame !== undefined);
  equal(u16(frame.data, 4), 17000);
});

Deno.test("A gear key outside GO makes an emergency frame and its release", () => {
  const car = on();
  equal(car.command("press D"), "Key D pressed outside GO");
  deepEqual(
    record(car, 1000, 0x081).map(({ at, hex }) => [at, hex]),
    [[0, "00 10 01 8E 48 00 00 00"], [300, "00 00 00 8E 48 00 00 08"]],
  );
});

Deno.test("A gear key in GO selects the gear", () => {
  const car = on();
  car.command("go");
  equal(car.command("press r"), "Gear R");
  const seen = record(car, 1000, 0x081, 0x59b);
  equal(seen.filter(({ id }) => id === 0x081).length, 0);
  equal(seen.at(-1)?.hex.slice(0, 5), "08 0C");
  car.command("speed 20");
  wait(car, 5000);
  equal(record(car, 100, 0x59b)[0]?.hex.slice(0, 2), "80");
  throws(() => car.command("press R"), /driving: stop it/);
});

Deno.test("The GPS receiver loses and finds its fix", () => {
  const car = new SimTwizy();
  equal(car.position.fix, true);
  car.command("GPS off");
  equal(car.position.fix, false);
  car.command("gps on");
  equal(car.position.fix, true);
});

Deno.test("Status says how the car is, without its position", () => {
  const car = on();
  car.command("speed 50");
  wait(car, 30_000);
  match(
    car.command("status"),
    /^Key on, GO in D, unplugged, 50\.0 km\/h, \d\.\d kW, SOC 79\.\d\d %, range \d+ km, odometer 4419\.\d\d km, 12 V battery 14\.1 V, GPS on$/,
  );
});

Deno.test("Help lists every command with its usage", () => {
  const lines = new SimTwizy().command("help").split("\n");
  equal(lines.length, 14);
  for (const line of lines) match(line, /^\S.+ {2,}\S/);
});
