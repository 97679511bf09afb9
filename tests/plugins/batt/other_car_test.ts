import assert from "node:assert/strict";
import { definePlugin, type MetricSpec, type Plugin, v } from "ovms-edge";
import { type Bench, bench } from "ovms-edge/testing";
import { batt, type BattOptions } from "../../../plugins/batt/mod.ts";

const CELLS = 96, MODULES = 8;
const sets = { name: "xoc.b.sets", unit: "", initial: 0 } as const;
const percent = (name: string): MetricSpec => ({ name, unit: "%" });

/** A larger battery: 1 mV and half a degree of resolution, wider limits. */
const options: BattOptions = {
  cells: {
    count: CELLS,
    perUnit: 1000,
    zero: 0,
    invalidFrom: 0xffff,
    limits: {
      watchSpread: 10,
      alertSpread: 20,
      alert: 40,
      alertWithSpread: 30,
      watchWithSpread: 15,
    },
  },
  modules: {
    count: MODULES,
    perUnit: 2,
    zero: -50,
    invalidFrom: 0xff,
    limits: {
      watchSpread: 4,
      alertSpread: 6,
      alert: 8,
      alertWithSpread: 6,
      watchWithSpread: 4,
    },
  },
  sets: { complete: sets },
  socWindow: { min: percent("xoc.soc.min"), max: percent("xoc.soc.max") },
  records: { pack: "OC-Pack", cell: "OC-Cell" },
};

/** The other car: `FEED` gives a set where all cells have 3.7 V and all modules 20 °C, but for these. */
const feeder: Plugin = definePlugin({
  id: "other-car",
  metrics: {
    volts: "v.b.c.voltage",
    temperatures: "v.b.c.temp",
    pack: "v.b.voltage",
    soc: "v.b.soc",
    sets,
  },
  sms: {
    "FEED": {
      usage: "FEED cell mV module halfDegrees",
      args: v.tuple([v.string(), v.string(), v.string(), v.string()]),
      run: ([cell, millivolts, module, halves], { metrics: m }) => {
        for (let i = 0; i < CELLS; i++) m.volts.set(i, 3.7);
        for (let i = 0; i < MODULES; i++) m.temperatures.set(i, 20);
        m.volts.set(Number(cell) - 1, 3.7 + Number(millivolts) / 1000);
        m.temperatures.set(Number(module) - 1, 20 + Number(halves) / 2);
        m.pack.set(355.2);
        m.soc.set(62.5);
        m.sets.set(m.sets.value + 1);
        return "fed";
      },
    },
  },
});

/** The other car after one evaluated set. */
async function fed(text: string): Promise<Bench> {
  const car = await bench(batt(options), { with: [feeder] });
  await car.sms(text);
  await car.seconds(1);
  return car;
}

Deno.test("Another car: deviations by its own resolution and limits", async () => {
  await using car = await fed("FEED 96 41 8 -3");
  assert.deepEqual(car.hal.gsm.sent.map(({ text }) => text), [
    "fed",
    "Volts: SD:4mV !C96:+41mV Temps: SD:1C ?M8:-1C ",
  ]);
  assert.deepEqual(
    (await car.sms("BATT"))[0],
    "Volts: SD:4mV !C96:+41mV Temps: SD:1C ?M8:-1C ",
  );
  await using calm = await fed("FEED 96 39 8 0");
  assert.deepEqual(calm.hal.gsm.sent.map(({ text }) => text), ["fed"]);
});

Deno.test("Another car: 96 cells go out in several messages, none cut within a cell", async () => {
  await using car = await fed("FEED 50 -300 1 0");
  const texts = await car.sms("BATT V");
  assert.ok(texts.length > 1);
  assert.ok(texts.every((text) => text.length > 147 || text === texts.at(-1)));
  assert.ok(texts.every((text) => text.length <= 160));
  const cells = texts.join("").trim().split(" ");
  assert.equal(cells.length, 1 + CELLS);
  assert.deepEqual([cells[0], cells[1], cells[50], cells[96]], [
    "P:355.20V",
    "1:3.700V",
    "!50:3.400V",
    "96:3.700V",
  ]);
  const deviations = (await car.sms("BATT VD")).join("").trim().split(" ");
  assert.equal(deviations.length, 1 + CELLS);
  assert.equal(deviations[50], "!50:-297mV");
});

Deno.test("Another car: its records, each cell with its module of twelve", async () => {
  await using car = await fed("FEED 13 -300 2 20");
  await car.msg("206");
  const records = car.server.filter((line) => line.includes("HOC-"));
  assert.equal(records.length, 1 + CELLS);
  assert.equal(
    records[0],
    "MP-0 HOC-Pack,1,86400,96,1,3,3,6250,6250,6250,35520,370,35520,370,35520,370,21,20,30,30,4",
  );
  const cell = (number: number) =>
    records[number]?.replace("MP-0 HOC-Cell,", "");
  assert.equal(cell(12), "12,86400,1,1,1,3700,3700,3700,3,20,20,20,-1");
  assert.equal(cell(13), "13,86400,1,3,3,3400,3400,3400,-297,30,30,30,9");
  assert.equal(cell(24), "24,86400,1,1,3,3700,3700,3700,3,30,30,30,9");
  assert.equal(cell(25), "25,86400,1,1,1,3700,3700,3700,3,20,20,20,-1");
});

Deno.test("Another car: a status of many cells is cut for an SMS, not for a console", async () => {
  await using car = await fed("FEED 1 300 1 0");
  for (let cell = 2; cell <= 30; cell++) {
    await car.sms(`FEED ${cell} 300 1 0`);
    await car.seconds(1);
  }
  const [text = ""] = await car.sms("BATT");
  assert.match(text, /^Volts: !SD:30mV !C1:\+297mV .* \.\.\.$/);
  assert.ok(text.length <= 160);
  const full = car.runtime.text("BATT", {
    link: "console",
    from: "",
    principal: "owner",
  });
  await car.hal.clock.drain();
  assert.match((await full).messages[0] ?? "", / !C30:\+297mV Temps: /);
});

Deno.test("Another car: a pack voltage that it does not tell is left out", async () => {
  const bus = definePlugin({
    id: "silent-bus",
    metrics: { cells: "v.b.c.voltage", temps: "v.b.c.temp" },
    frames: {
      0x10: {
        bytes: 2,
        decode: (frame, put) => {
          put.cells.set(0, frame.u8(0) / 50);
          put.temps.set(0, frame.u8(1) - 40);
        },
      },
    },
  });
  const monitor = batt({
    cells: { count: 1, perUnit: 50 },
    modules: { count: 1, perUnit: 1, zero: -40 },
    records: { pack: "XX-Pack", cell: "XX-Cell" },
  });
  await using car = await bench(monitor, { with: [bus] });
  car.frame(0x10, "C83C");
  await car.seconds(2);
  assert.deepEqual(await car.sms("BATT V"), ["1:4.000V "]);
  assert.deepEqual(await car.sms("BATT T"), ["P:20C (20C..20C) 1:20C "]);
});
