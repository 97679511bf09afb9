import assert from "node:assert/strict";
import { BatteryMonitor } from "../../../plugins/batt/monitor.ts";
import { SensorGroup } from "../../../plugins/batt/sensor_group.ts";
import { twizyBattery } from "../../../plugins/twizy/battery.ts";
import { rawSet, type SetName } from "./twizy_sets.ts";

/** A monitor that was reset on a set. */
function resetOn(name: SetName): BatteryMonitor {
  const monitor = new BatteryMonitor(twizyBattery);
  monitor.reset(rawSet(name));
  return monitor;
}

/** A monitor that evaluated one set after a reset on it. */
function alone(name: SetName): BatteryMonitor {
  const monitor = resetOn(name);
  monitor.evaluate(rawSet(name));
  return monitor;
}

/** Numbers of the marked sensors, and `SD` for the spread. */
function marked(group: SensorGroup, level: "watch" | "alert"): string {
  const sensors = Array.from(
    { length: group.options.count },
    (_, i) => group.level(i) === level ? [String(i + 1)] : [],
  );
  return [...group.spreadLevel === level ? ["SD"] : [], ...sensors.flat()]
    .join(" ");
}

Deno.test("Battery monitor: mean and standard deviation of the computed sets", () => {
  const expected = {
    A: ["821.071", "0.703", "11.000", "0.000"],
    B: ["821.071", "0.703", "11.143", "0.350"],
    C: ["818.786", "8.291", "12.000", "1.690"],
    D: ["819.929", "11.035", "10.286", "2.814"],
  } as const;
  for (const name of ["A", "B", "C", "D"] as const) {
    const { volts, temperatures } = resetOn(name).evaluate(rawSet(name));
    assert.deepEqual([
      volts?.mean.toFixed(3),
      volts?.deviation.toFixed(3),
      temperatures && (temperatures.mean - 40).toFixed(3),
      temperatures?.deviation.toFixed(3),
    ], expected[name]);
  }
});

Deno.test("Battery monitor: marks of each set alone after a reset", () => {
  const marks = (name: SetName) => {
    const { cells, modules } = alone(name);
    return [
      marked(cells, "alert"),
      marked(cells, "watch"),
      marked(modules, "alert"),
      marked(modules, "watch"),
    ];
  };
  assert.deepEqual(marks("A"), ["", "1", "", ""]);
  assert.deepEqual(marks("C"), ["SD 5", "", "2", "SD"]);
  assert.deepEqual(marks("D"), ["SD 1 3 6 8 11 14", "", "SD 2 6 7", ""]);
  assert.deepEqual(marks("healthy"), ["", "", "", ""]);
  assert.deepEqual(marks("warmModule"), ["", "", "1", "4"]);
});

Deno.test("Battery monitor: a new largest spread takes the place of the marks of its level", () => {
  const monitor = resetOn("A");
  for (const name of ["A", "B", "C"] as const) monitor.evaluate(rawSet(name));
  assert.equal(marked(monitor.cells, "alert"), "SD 5");
  assert.equal(marked(monitor.cells, "watch"), "1", "watches stay");
  monitor.evaluate(rawSet("D"));
  assert.equal(monitor.cells.level(4), "nominal", "cell 5 lost its alert");
  const before = monitor.cells.alerts;
  monitor.evaluate(rawSet("A"));
  assert.equal(monitor.cells.alerts, before, "good values clear nothing");
});

Deno.test("Battery monitor: alerts are news until they were told, watches never are", () => {
  const monitor = resetOn("A");
  monitor.evaluate(rawSet("A"));
  assert.equal(monitor.cells.worst, "watch");
  assert.equal(monitor.news, false);
  monitor.evaluate(rawSet("C"));
  assert.equal(monitor.news, true);
  assert.equal(monitor.alert, true);
  monitor.tell();
  monitor.evaluate(rawSet("C"));
  assert.equal(monitor.news, false);
  monitor.evaluate(rawSet("D"));
  assert.equal(monitor.news, true);
  monitor.reset(rawSet("A"));
  assert.equal(monitor.news, false);
  assert.equal(monitor.alert, false);
});

Deno.test("Battery monitor: a reset begins the extremes with the present values", () => {
  const monitor = alone("D");
  monitor.reset(rawSet("healthy"));
  assert.equal(monitor.cells.min(0), 0x336);
  assert.equal(monitor.cells.max(0), 0x336);
  assert.equal(monitor.modules.min(0), 0x46);
  assert.equal(monitor.modules.max(0), 0x46);
  assert.equal(monitor.packMin, 57.4);
  assert.equal(monitor.packMax, 57.4);
  assert.equal(monitor.cells.spread, 0);
  assert.equal(monitor.cells.maxDeviation(0), 0);
});

Deno.test("Battery monitor: a value that is no measurement ends its part, those before it count for the extremes", () => {
  const monitor = resetOn("healthy"), set = rawSet("healthy");
  const hot = [60, 60, 60, 60, 60, 60];
  for (const invalid of [0, 0xf0, 0xff]) {
    const found = monitor.evaluate({ ...set, modules: [...hot, invalid] });
    assert.equal(found.temperatures, undefined);
    assert.notEqual(found.volts, undefined, "voltages are evaluated");
  }
  assert.equal(monitor.modules.min(5), 60);
  assert.equal(monitor.modules.min(6), 0x46);
  assert.equal(monitor.modules.max(6), 0x46);
  assert.equal(monitor.modules.spread, 0);
  const cells = [...(set.cells ?? [])];
  cells[3] = 0xf00;
  assert.equal(monitor.evaluate({ ...set, cells }).volts, undefined);
});

Deno.test("Battery monitor: an unknown value at a reset does not stand for an extreme", () => {
  const monitor = new BatteryMonitor(twizyBattery);
  const modules = [60, 60, 60, 60, 60, 60, 0xf0];
  monitor.reset({ cells: undefined, modules, pack: undefined });
  assert.equal(monitor.modules.max(6), undefined);
  assert.equal(monitor.cells.min(0), undefined);
  assert.equal(monitor.packMin, undefined);
  modules[6] = 58;
  monitor.evaluate({ cells: undefined, modules, pack: 50 });
  assert.equal(monitor.modules.max(6), 58);
  assert.equal(monitor.packMin, 50);
});

/** Cells of 820 but for one. */
function oneCell(deviation: number): SensorGroup {
  const group = new SensorGroup(twizyBattery.cells);
  group.evaluate([820 + deviation, ...new Array(13).fill(820)]);
  return group;
}

Deno.test("Sensor group: limits of a single cell", () => {
  // The mean follows the cell by a fourteenth, so that the seventh step is the first of 30 mV.
  assert.deepEqual(
    [1, 2, 5, 6, 7].map((units) => oneCell(units).level(0)),
    ["nominal", "watch", "watch", "alert", "alert"],
  );
  assert.deepEqual([5, 6, -6].map((units) => oneCell(units).maxDeviation(0)), [
    5,
    6,
    -6,
  ]);
});

Deno.test("Sensor group: once the spread is marked, smaller deviations count", () => {
  const spread = (units: number) => {
    const group = new SensorGroup(twizyBattery.cells);
    group.evaluate(
      Array.from({ length: 14 }, (_, i) => 820 + (i % 2 ? units : -units)),
    );
    return [group.spreadLevel, group.level(0)];
  };
  assert.deepEqual(spread(2), ["nominal", "nominal"]);
  assert.deepEqual(spread(3), ["watch", "watch"]);
  assert.deepEqual(spread(4), ["watch", "watch"]);
  assert.deepEqual(spread(5), ["alert", "alert"]);
});

Deno.test("Sensor group: rounding borders are exact", () => {
  const group = new SensorGroup({ ...twizyBattery.modules, count: 2 });
  const found = group.evaluate([50, 53]);
  const deviations = Array.from(found?.deviations ?? []);
  assert.deepEqual(deviations, [-2, 2], "1.5 is rounded away from zero");
  assert.equal(group.spread, 2, "a spread of 1.5 is rounded up");
});

Deno.test("Sensor group: a deviation of nothing has no sign", () => {
  const group = new SensorGroup({ ...twizyBattery.modules, count: 3 });
  const found = group.evaluate([50, 50, 51]);
  const deviations = Array.from(found?.deviations ?? []);
  assert.equal(deviations.length, 3);
  assert.ok(deviations.every((units) => !Object.is(units, -0)));
});

Deno.test("Battery monitor: the same set once more says the same, and after a reset counts anew", () => {
  const once = alone("D"), monitor = alone("D");
  const { revision } = monitor.cells;
  const again = monitor.evaluate(rawSet("D"));
  assert.deepEqual(again, once.evaluate(rawSet("D")));
  assert.equal(again.volts?.mean.toFixed(3), "819.929");
  assert.equal(monitor.cells.revision, revision, "nothing changed");
  monitor.reset(rawSet("D"));
  assert.equal(marked(monitor.cells, "alert"), "");
  monitor.evaluate(rawSet("D"));
  assert.equal(marked(monitor.cells, "alert"), "SD 1 3 6 8 11 14");
  monitor.evaluate(rawSet("C"));
  const changed = monitor.evaluate(rawSet("D"));
  assert.equal(changed.volts?.mean.toFixed(3), "819.929");
});
