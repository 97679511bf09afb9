import { deepEqual, equal, ok } from "node:assert/strict";
import { statusOf } from "../../../hal/modem/registration.ts";
import { ucs2Text } from "../../../hal/modem/ucs2_text.ts";
import { STATE } from "../../../hal/modem/mod.ts";
import { withModem } from "./bench.ts";

for (const missing of ["+CLIP", "+CNMI", "+CREG"]) {
  Deno.test(`a modem without ${missing} works without it, and says so`, () =>
    withModem({ delivery: "stored" }, async (bench) => {
      bench.sim.faults.unknown.add(missing);
      bench.open();
      await bench.seconds(90);
      equal(bench.modem.state.number, STATE.ready);
      deepEqual(bench.modem.notes, [`works without ${missing}`]);
      bench.sim.store("+491701", "STAT");
      await bench.seconds(60);
      deepEqual(bench.received, [["+491701", "STAT"]]);
    }));
}

Deno.test("without the message format a modem is not ready", () =>
  withModem({ delivery: "stored" }, async (bench) => {
    bench.sim.faults.unknown.add("+CMGF");
    bench.open();
    await bench.seconds(90);
    ok(bench.modem.state.number !== STATE.ready);
    deepEqual(bench.modem.notes, ["it refuses +CMGF, which messages need"]);
  }));

Deno.test("registrations of all kinds of lines", () => {
  const lines = {
    "1": 1,
    "0,5": 5,
    "6": 6,
    '2,1,"1A2B","00AB",7': 1,
    '1,"1A2B","00AB"': 1,
    "1,1A2B,00AB": 1,
    "1,4660,171": 1,
    "": undefined,
    "x": undefined,
  };
  for (const [line, status] of Object.entries(lines)) {
    equal(statusOf(line), status, line);
  }
});

for (const status of [1, 5, 6, 7, 9, 10]) {
  Deno.test(`status ${status} is a registration, also with LTE alone`, () =>
    withModem({}, async (bench) => {
      await bench.ready();
      bench.sim.say(`+CREG: ${status}`);
      await bench.seconds(1);
      ok(bench.modem.state.registered);
      bench.sim.say("+CREG: 0");
      await bench.seconds(1);
      ok(!bench.modem.state.registered);
      bench.sim.say(`+CEREG: ${status}`);
      await bench.seconds(1);
      ok(bench.modem.state.registered);
    }));
}

Deno.test("without a network the modem is reset step by step, more and more rarely", () =>
  withModem({}, async (bench) => {
    bench.sim.registration = 2;
    await bench.ready();
    await bench.seconds(3600);
    const early = bench.modem.counters.restarts;
    ok(early >= 1 && early <= 4, `${early} in the first hour`);
    await bench.seconds(24 * 3600);
    ok(bench.modem.counters.restarts - early <= 12);
    bench.sim.register(1);
    await bench.seconds(120);
    ok(bench.modem.state.registered);
  }));

Deno.test("names in UCS-2 are read, digits stay digits", () => {
  equal(ucs2Text("0056006F0064"), "Vod");
  equal(ucs2Text("041F0440"), "Пр");
  equal(ucs2Text("26201"), undefined);
  equal(ucs2Text("12345678"), undefined);
});
