import assert from "node:assert/strict";
import { controlWords } from "../../app/car/controls.ts";
import { completions, vocabularyOf } from "../../app/console/completion.ts";
import { type Look, statusText } from "../../app/console/status.ts";
import { parseDuration, spanText } from "../../app/duration.ts";
import { testWorld } from "./world.ts";

const typing = (line: string, world = testWorld(true)) => {
  using open = world;
  const { runtime } = open;
  return completions(
    line,
    vocabularyOf(runtime.registry, controlWords(open.world), {
      settings: runtime.settings.list().map(({ name }) => name),
      types: runtime.options.vehicles.map(({ type }) => type),
    }),
  );
};

Deno.test("the first word is completed, in any case", () => {
  assert.deepEqual(typing("sta"), ["STAT", "STAT?"]);
  assert.deepEqual(typing("RAN"), ["RANGE", "RANGE?"]);
  assert.deepEqual(typing(":d"), [":drive"]);
  assert.deepEqual(typing("xyz"), []);
});

Deno.test("arguments are completed from what usages declare", () => {
  assert.deepEqual(typing("BATT "), ["H", "R", "S", "T", "TD", "V", "VD"]);
  assert.deepEqual(typing("batt v"), ["V", "VD"]);
  assert.deepEqual(typing("CFG SP"), ["SPEED"]);
  assert.deepEqual(typing("cfg help sp"), ["SPEED"]);
  assert.deepEqual(typing(":drive ci"), ["city"]);
  assert.deepEqual(typing(":key o"), ["off", "on"]);
  assert.deepEqual(typing(":net "), ["down", "up"]);
  assert.deepEqual(typing("SET sms."), [
    "sms.answers",
    "sms.budget",
    "sms.maxParts",
    "sms.reports",
  ]);
  assert.deepEqual(typing("SETTINGS? sm"), ["sms"]);
  assert.deepEqual(typing("VEHICLE R"), ["RT"]);
  assert.deepEqual(typing("MODULE CAR K "), ["-", "IP", "SMS", "SMSIP"]);
  assert.deepEqual(typing("HELP BAT"), ["BATT"]);
  assert.deepEqual(typing("STAT? S"), []);
  assert.deepEqual(typing("CFG SPEED "), []);
});

function car(
  values: Readonly<Record<string, number | boolean | string>>,
  age = 0,
): Look {
  return (name) => {
    const value = values[name];
    return value === undefined ? undefined : { value, age };
  };
}
const parked = {
  "v.b.soc": 80,
  "v.b.range.est": 50.6,
  "v.b.range.ideal": 60,
  "v.e.on": false,
};

Deno.test("the status line says what the car does", () => {
  assert.equal(statusText(car({}), "K"), "No data from the vehicle yet");
  assert.equal(
    statusText(car(parked), "K"),
    "SOC 80.0 % | parked | range 51 - 60 km | live",
  );
  const on = { ...parked, "v.e.on": true };
  assert.match(statusText(car(on), "K"), /on, standing/);
  const driving = { ...on, "v.p.speed": 45.4 };
  assert.match(statusText(car(driving), "K"), /driving 45 km\/h/);
  assert.match(
    statusText(car(driving), "M"),
    /driving 28 mph \| range 31 - 37 mi/,
  );
  const charging = { ...parked, "v.c.state": "charging" };
  assert.match(statusText(car(charging), "K"), /\| charging \|/);
});

Deno.test("a car with a tank alone has a state, too", () => {
  const tank = { "v.p.speed": 64, "v.m.rpm": 2000, "v.e.on": true };
  assert.equal(statusText(car(tank), "K"), "driving 64 km/h | live");
  assert.equal(
    statusText(car({ "v.p.odometer": 23456 }, 750), "K"),
    "asleep | data 12 min old",
  );
});

Deno.test("a sleeping car looks asleep, whatever it did last", () => {
  const last = { ...parked, "v.e.on": true, "v.p.speed": 45 };
  assert.equal(
    statusText(car(last, 750), "K"),
    "SOC 80.0 % | asleep | range 51 - 60 km | data 12 min old",
  );
});

Deno.test("time spans are read and written", () => {
  assert.equal(parseDuration("90s"), 90_000);
  assert.equal(parseDuration("10m"), 600_000);
  assert.equal(parseDuration("2d"), 172_800_000);
  for (const bad of ["", "10", "m", "-1m", "1.5h", "1y", "10 m"]) {
    assert.equal(parseDuration(bad), undefined, bad);
  }
  assert.deepEqual(
    [0, 119.9, 120, 7199, 7200, 172_799, 172_800].map(spanText),
    ["0 s", "119 s", "2 min", "119 min", "2 h", "47 h", "2 d"],
  );
});
