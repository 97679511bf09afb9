import { deepEqual, equal, match } from "node:assert/strict";
import type { Bench } from "ovms-edge/testing";
import * as encode from "../../plugins/twizy/sim/encode.ts";
import { gateway, Twizy } from "./twizy.ts";

/** One consistent set of sensors. */
interface Sensors {
  /** Cell voltages, V. */
  readonly cells: readonly number[];
  /** Module temperatures, °C. */
  readonly modules: readonly number[];
  /** V. */
  readonly pack: number;
}

const all = (count: number, value: number) =>
  new Array<number>(count).fill(value);
/** The same with some values changed; cells and modules count from 1. */
const but = (values: readonly number[], changes: Record<number, number>) =>
  values.map((value, i) => changes[i + 1] ?? value);

const even: Sensors = {
  cells: all(14, 4.11),
  modules: all(7, 10),
  pack: 57.5,
};

function receive(car: Bench, { cells, modules, pack }: Sensors): void {
  const frame = (id: number, fill: (data: Uint8Array) => void) => {
    const data = new Uint8Array(8);
    fill(data);
    car.hal.bus.inject(id, data);
  };
  frame(0x554, (data) => encode.moduleTemperatures(data, modules));
  frame(0x556, (data) => encode.cellVoltages(data, cells, 0, 5));
  frame(0x557, (data) => encode.cellVoltages(data, cells, 5, 5));
  frame(0x55e, (data) => encode.cellVoltages(data, cells, 10, 4));
  frame(0x55f, (data) => encode.packVoltages(data, pack, pack));
}

function soc(car: Bench, percent: number): void {
  const data = Uint8Array.from([7, 0x97, 0xd0, 0x54, 0, 0, 0, 0x72]);
  encode.stateOfCharge(data, percent);
  car.hal.bus.inject(0x155, data);
}

/** A car that is switched on with the first of these sets, and then measures the others. */
async function measured(...sets: readonly Sensors[]): Promise<Bench> {
  const car = await gateway({ 3: "SMSIP" });
  for (const set of sets) {
    car.frame(0x597, "009521412900013c");
    receive(car, set);
    await car.seconds(1);
  }
  return car;
}

/** The guide's voltages: 4.120 V, ten times 4.110, twice 4.105, 4.120. */
const guideVolts = but(even.cells, { 1: 4.12, 12: 4.105, 13: 4.105, 14: 4.12 });

Deno.test("Using the battery monitor: BATT and BATT S", async () => {
  await using car = await measured(even, {
    ...even,
    cells: but(even.cells, { 1: 4.12 }),
  });
  const text = "Volts: SD:5mV ?C1:+10mV Temps: SD:1C OK ";
  deepEqual(await car.sms("BATT"), [text]);
  deepEqual(await car.sms("BATT S"), [text]);
  deepEqual(car.hal.gsm.sent.length, 2, "a watch is not told unasked");
});

Deno.test("Using the battery monitor: BATT V", async () => {
  await using car = await measured(even, {
    ...even,
    cells: but(even.cells, { 1: 4.12 }),
  });
  // Cell 14 has only just come up to the voltage of cell 1.
  receive(car, { ...even, cells: guideVolts });
  deepEqual(await car.sms("BATT V"), [
    "P:57.50V ?1:4.120V 2:4.110V 3:4.110V 4:4.110V 5:4.110V 6:4.110V 7:4.110V 8:4.110V 9:4.110V 10:4.110V 11:4.110V 12:4.105V 13:4.105V 14:4.120V ",
  ]);
});

Deno.test("Using the battery monitor: BATT VD", async () => {
  await using car = await measured(
    even,
    { ...even, cells: but(even.cells, { 5: 4.115 }) },
    { ...even, cells: guideVolts },
  );
  // The guide shows no flag at cell 14, whose deviation is that of cell 1: a slip.
  deepEqual(await car.sms("BATT VD"), [
    "SD:5mV ?1:+10mV 2:+0mV 3:+0mV 4:+0mV 5:+5mV 6:+0mV 7:+0mV 8:+0mV 9:+0mV 10:+0mV 11:+0mV 12:-5mV 13:-5mV ?14:+10mV ",
  ]);
});

Deno.test("Using the battery monitor: BATT T and BATT TD", async () => {
  await using car = await measured(
    { ...even, modules: all(7, 9) },
    { ...even, modules: but(all(7, 9), { 3: 10, 7: 8 }) },
    even,
  );
  deepEqual(await car.sms("BATT T"), [
    "P:10C (8C..10C) 1:10C 2:10C 3:10C 4:10C 5:10C 6:10C 7:10C ",
  ]);
  deepEqual(await car.sms("BATT TD"), [
    "SD:1C 1:+0C 2:+0C 3:+1C 4:+0C 5:+0C 6:+0C 7:-1C ",
  ]);
});

Deno.test("Using the battery monitor: BATT R", async () => {
  await using car = await measured(even, { ...even, cells: guideVolts });
  deepEqual(await car.sms("BATT R"), ["Battery monitor reset."]);
  deepEqual(await car.sms("BATT"), ["Volts: SD:0mV OK Temps: SD:0C OK "]);
});

Deno.test("Using the battery monitor: before any data it says so", async () => {
  await using car = await gateway();
  for (const what of ["", " S", " V", " VD", " T", " TD"]) {
    deepEqual(await car.sms(`BATT${what}`), ["No data from the vehicle yet"]);
  }
});

Deno.test("Using the battery monitor: an alert is told when it changes, and begins anew with each start", async () => {
  await using car = await Twizy.parked({ soc: 60 });
  car.do("key on");
  await car.seconds(10);
  car.do("cell 5 -60", "module 2 5");
  await car.seconds(30);
  const [first = "", ...others] = car.told();
  match(first, /^Volts: .*!C5:-[56]\dmV Temps: .*!M2:\+4C $/);
  deepEqual(others, []);
  deepEqual(car.pushedTexts(), [first]);
  equal(await car.sms("BATT"), first);
  car.do("cell 5 0", "module 2 0");
  await car.seconds(30);
  equal(await car.sms("BATT"), first, "flags stay while the car is on");
  car.do("key off");
  await car.seconds(20);
  deepEqual(car.told(), ["Power -2 +0 Wh"]);
  equal(await car.sms("BATT"), first, "and while it is off");
  car.do("key on");
  await car.seconds(10);
  equal(await car.sms("BATT"), "Volts: SD:5mV OK Temps: SD:1C OK ");
  deepEqual(car.told(), []);
});

/** A record of the server as the guide prints it: with the time of its arrival. */
function printed(line: string, time: string): string {
  const [type, number, , ...data] = line.replace("MP-0 H", "").split(",");
  return [type, time, number, ...data].join(",");
}

Deno.test("Using the battery monitor: the records RT-PWR-BattPack and RT-PWR-BattCell", async () => {
  await using car = await gateway();
  car.frame(0x597, "009521412900013c");
  receive(car, { cells: all(14, 4.115), modules: all(7, 8), pack: 57.4 });
  soc(car, 96.98);
  await car.seconds(1);
  receive(car, {
    cells: all(14, 3.865),
    modules: but(all(7, 8), { 1: 9 }),
    pack: 53.9,
  });
  soc(car, 86.12);
  await car.seconds(1);
  receive(car, {
    cells: but(all(14, 4), { 1: 4.015 }),
    modules: all(7, 10),
    pack: 56.1,
  });
  await car.seconds(1);
  deepEqual(await car.msg("206"), ["c206,0"]);
  const records = car.server.filter((line) => line.includes("HRT-PWR-Batt"));
  equal(records.length, 15);
  deepEqual(
    records.slice(0, 2).map((line) => printed(line, "2013-01-01 19:06:45")),
    [
      // 5390 / 14 is 385; the guide's 380 is a slip.
      "RT-PWR-BattPack,2013-01-01 19:06:45,1,14,1,2,1,8612,8612,9698,5610,400,5390,385,5740,410,10,8,10,5,1",
      "RT-PWR-BattCell,2013-01-01 19:06:45,1,1,2,1,4015,3865,4115,15,10,8,10,1",
    ],
  );
});

Deno.test("Twizy MSG/IP Commands: 205 sends the alert as text, 206 the records", async () => {
  await using car = await measured(even, {
    ...even,
    cells: but(even.cells, { 1: 4.12 }),
  });
  deepEqual(await car.msg("205"), ["c205,0"], "a watch is no alert");
  receive(car, { ...even, cells: but(even.cells, { 2: 4.15 }) });
  await car.seconds(1);
  deepEqual(await car.msg("205"), [
    "PAVolts: SD:10mV ?C1:+10mV !C2:+35mV Temps: SD:1C OK ",
    "c205,0",
  ]);
});
