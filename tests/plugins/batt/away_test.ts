/** Sensors that measure nothing, sets that cannot be, and batteries of other makers. */
import { deepEqual, equal, match } from "node:assert/strict";
import { type BatteryBench, batteryBench } from "./bench.ts";

/** Frames of a healthy set: modules, cells 6 to 10, 11 to 14, pack, cells 1 to 5. */
const HEALTHY: Readonly<Record<number, string>> = {
  0x554: "4545454545454500",
  0x557: "3343343343343340",
  0x55e: "33433433433400d5",
  0x55f: "008e73000023e23e",
  0x556: "334334334334334a",
};

/** So many seconds with a set that differs from the healthy one. */
async function seconds(
  car: BatteryBench,
  n: number,
  other: Readonly<Record<number, string>> = {},
): Promise<void> {
  for (let second = 0; second < n; second++) {
    car.key(true);
    for (const [id, data] of Object.entries({ ...HEALTHY, ...other })) {
      car.frame(Number(id), data);
    }
    await car.seconds(1);
  }
}

/** A drive of so many seconds on such a battery, from switching on. */
async function drive(
  n: number,
  other: Readonly<Record<number, string>> = {},
): Promise<BatteryBench> {
  const car = await batteryBench();
  await seconds(car, n, other);
  return car;
}

Deno.test("a hot module beside a dead sensor is an alert; the dead one is shown as a dash", async () => {
  await using car = await drive(20, { 0x554: "4545455f45ff4500" });
  const texts = car.texted();
  match(texts.at(-1) ?? "", /!M4:\+22C !M5:-4C M6:- !M7:-4C $/);
  await seconds(car, 30, { 0x554: "4545455f45ff4500" });
  deepEqual(car.texted(), [], "told once");
  deepEqual(await car.sms("BATT T"), [
    "P:33C (29C..55C) ?1:29C ?2:29C ?3:29C !4:55C ?5:29C 6:- ?7:29C "
      .replaceAll("?", "!"),
  ]);
  match((await car.sms("BATT TD"))[0] ?? "", / 6:- /);
  equal(car.metric("v.b.temp"), 33);
  deepEqual(
    JSON.stringify(car.metric("v.b.c.temp")),
    "[29,29,29,55,29,null,29]",
  );
});

Deno.test("what was never measured has no level and no deviation, which would say that it is good", async () => {
  // All cells' frames say that they are not available, and one module's sensor is dead
  const away = "ffffffffffffffff";
  await using car = await drive(20, {
    0x554: "4545454545ff4500",
    0x556: away,
    0x557: away,
    0x55e: away,
  });
  const told = (name: string) => JSON.stringify(car.metric(name));
  equal(told("v.b.c.temp.alert"), "[0,0,0,0,0,null,0]");
  equal(told("v.b.c.temp.dev.max"), "[0,0,0,0,0,null,0]");
  for (const  of of["alert", "dev.max", "min", "max"]) {
    equal(car.metric(`v.b.c.voltage.${of}`), undefined, of);
  }
  equal(car.metric("v.b.p.voltage.stddev.max"), undefined);
  await seconds(car, 20);
  equal(told("v.b.c.voltage.alert"), `[${Array(14).fill(0)}]`);
  equal(told("v.b.c.temp.alert"), "[0,0,0,0,0,0,0]");
});

Deno.test("a low cell beside an invalid one is an alert", async () => {
  await using car = await drive(20, {
    0x556: "334334334334fffa",
    0x557: "3343343342d03340",
  });
  match(car.texted().at(-1) ?? "", / C5:- .*!C9:-460mV /);
  const [volts = ""] = await car.sms("BATT V");
  match(volts, / 5:- /);
  match(volts, /!9:3\.600V /);
  await car.msg("206");
  const cell5 = car.server.findLast((line) => line.includes("BattCell,5,"));
  match(cell5 ?? "", /BattCell,5,86400,1,4,1,0,0,0,0,/);
});

for (const phase of [0, 1, 2]) {
  Deno.test(`an alert that comes up while another one is written is in its text, and told once (${phase})`, async () => {
    const low = { 0x556: "334334334334fffa", 0x557: "3343343342d03340" };
    await using car = await batteryBench();
    await seconds(car, 5);
    // As a recording at full speed: promises get their turn only after some seconds
    for (let second = 0; second < 20; second++) {
      car.key(true);
      for (const [id, data] of Object.entries({ ...HEALTHY, ...low })) {
        car.frame(Number(id), data);
      }
      car.hal.clock.advance(1000);
      if (second % 3 === phase) await car.hal.clock.run(0);
    }
    await car.seconds(1);
    const texts = car.texted();
    match(texts.at(-1) ?? "", / C5:- .*!C9:-460mV /);
    equal(new Set(texts).size, texts.length, texts.join("\n"));
  });
}

Deno.test("the first sensor of a frame may be dead as well", async () => {
  await using car = await drive(20, { 0x554: "ff45455f45454500" });
  match((await car.sms("BATT"))[0] ?? "", / M1:- !M2/);
  await using cells = await drive(20, { 0x556: "fff334334334334a" });
  match((await cells.sms("BATT"))[0] ?? "", /^Volts: SD:5mV C1:- Temps: /);
});

Deno.test("a sensor that is away for long is told once, and again after it was back", async () => {
  await using car = await drive(5);
  const away = { 0x554: "4545454545ff4500" };
  await seconds(car, 30, away);
  deepEqual(car.texted(), ["Volts: SD:5mV OK Temps: SD:1C M6:- "]);
  await seconds(car, 20);
  deepEqual(car.texted(), []);
  equal((await car.sms("BATT"))[0], "Volts: SD:5mV OK Temps: SD:1C OK ");
  car.texted();
  await seconds(car, 30, away);
  equal(car.texted().length, 1);
});

Deno.test("a frame of nothing but FF is a BMS that starts, no battery without sensors", async () => {
  await using car = await drive(5);
  await seconds(car, 20, { 0x554: "ffffffffffffff00" });
  deepEqual(car.texted(), []);
  equal(car.metric("v.b.temp"), 29);
});

for (
  const [what, wrong] of [
    ["one cell", { 0x556: "334334190334334a" }],
    ["all cells of a frame", { 0x557: "1901901901901900" }],
    ["one module", { 0x554: "4545a04545454500" }],
    ["an invalid value", { 0x554: "4545ff4545454500" }],
  ] as const
) {
  Deno.test(`a single wrong set marks nothing and alerts nobody: ${what}`, async () => {
    await using car = await drive(60);
    await seconds(car, 1, wrong);
    await seconds(car, 60);
    deepEqual(car.texted(), []);
    equal((await car.sms("BATT"))[0], "Volts: SD:5mV OK Temps: SD:1C OK ");
    const [voltages = ""] = await car.sms("BATT VD");
    equal(/[?!]|2\.000/.test(voltages), false, voltages);
  });
}

Deno.test("a jump that the next set confirms is believed", async () => {
  await using car = await drive(10);
  await seconds(car, 2, { 0x556: "334334190334334a" });
  match(car.texted().at(-1) ?? "", /!C3:-1950mV/);
});

Deno.test("a battery with three sensors, the rest zero, has three modules", async () => {
  await using car = await drive(20, { 0x554: "4546440000000000" });
  deepEqual(car.texted(), []);
  match(
    (await car.sms("BATT T"))[0] ?? "",
    /^P:29C \(28C\.\.30C\) 1:29C 2:30C 3:28C $/,
  );
  await car.msg("206");
  equal(
    car.server.filter((line) => line.includes("BattCell,")).length,
    14,
    "cells share the three",
  );
});

for (
  const [cells, frame] of [[15, "02E033400000000000"], [
    16,
    "02E0334334000000",
  ]] as const
) {
  Deno.test(`a battery with ${cells} cells and an eighth module`, async () => {
    const more = { 0x700: frame.slice(0, 16), 0x554: "4545454545454546" };
    await using car = await drive(10, more);
    const text = (await car.sms("BATT V")).join("");
    match(text, new RegExp(` ${cells}:4\\.100V $`));
    match((await car.sms("BATT T"))[0] ?? "", / 8:30C $/);
    equal(car.metric("v.b.c.voltage.min") !== undefined, true);
  });
}

Deno.test("no record of the minute tells a value outside of its own extremes", async () => {
  await using car = await batteryBench();
  for (let second = 0; second < 130; second++) {
    const cell = (0x334 - Math.floor(second / 4)).toString(16);
    await seconds(car, 1, { 0x556: `${cell.repeat(5)}a` });
    // The next set is there before anybody looks.
  }
  const rows = car.server.flatMap((line) => {
    const [, fields] = line.split("HRT-PWR-BattCell,");
    return fields === undefined ? [] : [fields.split(",").map(Number)];
  });
  equal(rows.length > 14, true);
  for (const [, , , , , volts = 0, min = 0, max = 0] of rows) {
    equal(volts >= min && volts <= max, true, `${min} ${volts} ${max}`);
  }
});
