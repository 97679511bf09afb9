import assert from "node:assert/strict";
import { BatteryMonitor } from "../../../plugins/batt/monitor.ts";
import { batteryTemperature } from "../../../plugins/batt/publish.ts";
import { cellRow, packRow } from "../../../plugins/batt/rows.ts";
import {
  type Battery,
  STATUS_LIMIT,
  statusText,
  temperatureDeviations,
  temperatures,
  voltageDeviations,
  voltages,
} from "../../../plugins/batt/texts.ts";
import { twizyBattery } from "../../../plugins/twizy/battery.ts";
import { rawSet, type SetName } from "./twizy_sets.ts";

/** A battery that was reset on the first set and then saw the others. */
function battery(first: SetName, ...then: readonly SetName[]): Battery {
  const monitor = new BatteryMonitor(twizyBattery);
  monitor.reset(rawSet(first));
  for (const name of then) monitor.evaluate(rawSet(name));
  return { options: twizyBattery, monitor, set: rawSet(then.at(-1) ?? first) };
}
const status = (...names: readonly [SetName, ...SetName[]]) =>
  statusText(battery(...names), STATUS_LIMIT.sms);

const D_ALONE =
  "Volts: !SD:55mV !C1:+30mV !C3:-75mV !C6:-90mV !C8:+60mV !C11:-50mV !C14:+145mV Temps: !SD:3C !M2:+3C !M6:+5C !M7:-4C ";
const AFTER_ALL =
  "Volts: !SD:55mV !C1:+30mV !C3:-75mV !C6:-90mV !C8:+60mV !C11:-50mV !C14:+145mV Temps: !SD:3C !M2:+4C ?M5:-2C !M6:+5C !M7:-4C ";

Deno.test("Battery texts: status of each set alone after a reset", () => {
  assert.equal(
    status("A", "A"),
    "Volts: SD:5mV ?C1:+10mV Temps: SD:1C OK ",
  );
  assert.equal(
    status("C", "C"),
    "Volts: !SD:40mV !C5:-150mV Temps: ?SD:2C !M2:+4C ",
  );
  assert.equal(status("D", "D"), D_ALONE);
  assert.equal(
    status("healthy", "healthy"),
    "Volts: SD:5mV OK Temps: SD:1C OK ",
  );
  assert.equal(
    status("warmModule", "warmModule"),
    "Volts: SD:5mV OK Temps: SD:1C !M1:+3C ?M4:-2C ",
  );
});

Deno.test("Battery texts: status after a sequence of sets", () => {
  assert.equal(
    status("A", "A", "B", "C"),
    "Volts: !SD:40mV ?C1:+20mV !C5:-150mV Temps: ?SD:2C !M2:+4C ",
  );
  assert.equal(status("A", "A", "B", "C", "D"), AFTER_ALL);
  assert.equal(status("A", "A", "B", "C", "D", "A"), AFTER_ALL);
});

const all = battery("A", "A", "B", "C", "D", "A");

Deno.test("Battery texts: V and VD, cut after 147 characters", () => {
  assert.deepEqual(voltages(all), [
    "P:57.40V !1:4.115V 2:4.105V !3:4.105V 4:4.105V 5:4.105V !6:4.105V 7:4.105V !8:4.105V 9:4.105V 10:4.105V !11:4.105V 12:4.100V 13:4.100V !14:4.110V ",
  ]);
  assert.deepEqual(voltageDeviations(all), [
    "!SD:55mV !1:+30mV 2:+10mV !3:-75mV 4:+10mV 5:-150mV !6:-90mV 7:+10mV !8:+60mV 9:+10mV 10:+10mV !11:-50mV 12:-20mV 13:-5mV !14:+145mV ",
  ]);
});

Deno.test("Battery texts: T and TD", () => {
  assert.equal(
    temperatures(all),
    "P:11C (6C..16C) 1:11C !2:11C 3:11C 4:11C ?5:11C !6:11C !7:11C ",
  );
  assert.equal(
    temperatureDeviations(all),
    "!SD:3C 1:-1C !2:+4C 3:-1C 4:-1C ?5:-2C !6:+5C !7:-4C ",
  );
});

Deno.test("Battery texts: records of the pack and of cells", () => {
  const soc = { now: 86.12, min: 86.12, max: 96.98 };
  assert.equal(
    Object.values(packRow(all, soc) ?? {}).join(","),
    "14,1,3,3,8612,8612,9698,5740,410,5740,410,5740,410,11,6,16,55,3",
  );
  const cell = (n: number) => Object.values(cellRow(all, n - 1) ?? {}).join();
  assert.equal(cell(1), "1,3,1,4115,4115,4130,30,11,11,11,-1");
  assert.equal(cell(5), "1,1,1,4105,3945,4105,-150,11,9,11,-1");
  assert.equal(cell(14), "1,3,3,4110,4110,4245,145,11,6,12,-4");
});

/** A battery with only these pack voltages, in the order of their evaluation. */
function packs(...volts: readonly number[]): Battery {
  const monitor = new BatteryMonitor(twizyBattery), set = rawSet("guide");
  for (const pack of volts) monitor.evaluate({ ...set, pack });
  return {
    options: twizyBattery,
    monitor,
    set: { ...set, pack: volts.at(-1) },
  };
}

Deno.test("Battery texts: nominal cell voltage is the pack's fourteenth, rounded down", () => {
  const row = packRow(packs(57.4, 53.9, 56.1), { now: 50, min: 40, max: 60 });
  assert.deepEqual(
    [row?.volts, row?.cellVolts, row?.voltsMin, row?.cellVoltsMin],
    [5610, 400, 5390, 385],
  );
  assert.deepEqual([row?.voltsMax, row?.cellVoltsMax], [5740, 410]);
});

Deno.test("Battery texts: the guide's examples", () => {
  const guide = battery("guide", "guide");
  assert.equal(
    statusText(battery("A", "A"), STATUS_LIMIT.sms),
    "Volts: SD:5mV ?C1:+10mV Temps: SD:1C OK ",
  );
  // In the guide cell 14 carries no flag although it deviates as cell 1 does: the rules flag both.
  assert.deepEqual(voltages(guide), [
    "P:57.50V ?1:4.120V 2:4.110V 3:4.110V 4:4.110V 5:4.110V 6:4.110V 7:4.110V 8:4.110V 9:4.110V 10:4.110V 11:4.110V 12:4.105V 13:4.105V ?14:4.120V ",
  ]);
  assert.deepEqual(voltageDeviations(guide), [
    "SD:5mV ?1:+10mV 2:+0mV 3:+0mV 4:+0mV 5:+0mV 6:+0mV 7:+0mV 8:+0mV 9:+0mV 10:+0mV 11:+0mV 12:-5mV 13:-5mV ?14:+10mV ",
  ]);
  const cold = new BatteryMonitor(twizyBattery), set = rawSet("guide");
  cold.reset({ ...set, modules: [49, 48, 49, 49, 49, 49, 48] });
  cold.evaluate({ ...set, modules: [49, 49, 50, 49, 49, 49, 48] });
  cold.evaluate(set);
  assert.equal(
    temperatures({ options: twizyBattery, monitor: cold, set }),
    "P:10C (8C..10C) 1:10C 2:10C 3:10C 4:10C 5:10C 6:10C 7:10C ",
  );
  assert.equal(
    temperatureDeviations({ options: twizyBattery, monitor: cold, set }),
    "SD:1C 1:+0C 2:+0C 3:+1C 4:+0C 5:+0C 6:+0C 7:-1C ",
  );
});

/** A battery whose cells alternate around 4 V and whose modules alternate around 20 °C. */
function alternating(cells: number, modules: number): Battery {
  const spread = (mean: number, units: number, count: number) =>
    Array.from({ length: count }, (_, i) => mean + (i % 2 ? units : -units));
  const set = {
    cells: spread(800, cells, 14),
    modules: spread(60, modules, 7),
    pack: 56,
  };
  const monitor = new BatteryMonitor(twizyBattery);
  monitor.evaluate(set);
  return { options: twizyBattery, monitor, set };
}

Deno.test("Battery texts: the status is cut as SMS and as push message", () => {
  const both = alternating(3, 3);
  assert.equal(
    statusText(both, STATUS_LIMIT.sms),
    "Volts: ?SD:15mV ?C1:-15mV ?C2:+15mV ?C3:-15mV ?C4:+15mV ?C5:-15mV ?C6:+15mV ?C7:-15mV ?C8:+15mV ?C9:-15mV ?C10:+15mV ?C11:-15mV ?C12:+15mV ?C13:-15mV ...",
  );
  assert.equal(
    statusText(both, STATUS_LIMIT.ip),
    "Volts: ?SD:15mV ?C1:-15mV ?C2:+15mV ?C3:-15mV ?C4:+15mV ?C5:-15mV ?C6:+15mV ?C7:-15mV ?C8:+15mV ?C9:-15mV ?C10:+15mV ?C11:-15mV ?C12:+15mV ?C13:-15mV ?C14:+15mV Temps: !SD:3C !M1:-3C !M2:+3C ...",
  );
  assert.match(statusText(both, Infinity), / !M7:-3C $/);
});

Deno.test("Battery texts: whatever the values, a status fits its message", () => {
  for (let cells = 0; cells < 250; cells += 7) {
    for (const modules of [0, 2, 3, 5]) {
      const battery = alternating(cells, modules);
      assert.ok(statusText(battery, STATUS_LIMIT.sms).length <= 160);
      // A push is no SMS: its dots are whole
      const push = statusText(battery, STATUS_LIMIT.ip);
      assert.match(push, /( OK|C|[^.]\.\.\.) ?$/);
      assert.ok(push.length + 7 <= 199 + 2);
      for (const text of voltageDeviations(battery)) {
        assert.ok(text.length <= 160, text);
      }
    }
  }
});

Deno.test("Battery texts: only the spread is marked, no cell", () => {
  const limits = { ...twizyBattery.cells.limits, watchWithSpread: 99 };
  const options = {
    ...twizyBattery,
    cells: { ...twizyBattery.cells, limits },
  };
  const monitor = new BatteryMonitor(options), set = alternating(3, 0).set;
  monitor.evaluate(set);
  assert.equal(
    statusText({ options, monitor, set }, STATUS_LIMIT.sms),
    "Volts: ?SD:15mV Temps: SD:1C OK ",
  );
});

Deno.test("Battery texts: the pack's temperature is rounded, the published one cut", () => {
  const mean = (celsius: number) => celsius + 40;
  const published = [10.2, 10.6, 0, -0.4, -1, -14.57].map((celsius) =>
    batteryTemperature(twizyBattery.modules, mean(celsius))
  );
  // Below zero the cut of the added half degree goes upwards.
  assert.deepEqual(published, [10, 10, 0, 0, 0, -14]);
});
