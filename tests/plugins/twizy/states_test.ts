/** Ends of charges, and states that are shorter than a second. */
import { deepEqual, equal } from "node:assert/strict";
import { definePlugin } from "ovms-edge";
import { type Bench, bench } from "ovms-edge/testing";
import { rt } from "../../../plugins/twizy/mod.ts";

const OFF = "008041412900013c", KEY = "009541412900013c";
const CHARGING = "20a441412900013c", SWITCHING = "20e041412900013c";

const begin = () => bench(definePlugin({ id: "idle" }), { vehicle: rt });

/** A BMS frame: the level that it asks for, and a SOC in %. */
function bms(car: Bench, level: number, soc: number): void {
  const hex = (value: number, digits: number) =>
    value.toString(16).padStart(digits, "0");
  car.frame(0x155, `${hex(level, 2)}983454${hex(soc * 400, 4)}0073`);
}

/** A charge that ends with this level and SOC, whichever way the charger goes off. */
async function charge(level: number, soc: number, end: string) {
  const car = await begin();
  car.frame(0x597, CHARGING);
  bms(car, 7, 99);
  await car.seconds(3);
  bms(car, level, soc);
  await car.seconds(3);
  car.frame(0x597, end);
  await car.seconds(8);
  return car;
}

const firstLine = ({ hal }: Bench) =>
  hal.gsm.sent.map(({ text }) => text.split("\n")[0]);

for (
  const [what, level, soc, told] of [
    ["at 99.6 %, as the BMS wants no more", 0, 99.6, "Charging Done"],
    ["at 100 %, whatever the BMS asks for", 2, 100, "Charging Done"],
    ["at 99.6 %, while the BMS asks for more", 2, 99.6, "Charging Stopped"],
  ] as const
) {
  for (const end of [OFF, SWITCHING]) {
    Deno.test(`a charge that ends ${what}: ${told} (${end.slice(2, 4)})`, async () => {
      await using car = await charge(level, soc, end);
      deepEqual(firstLine(car), [told]);
    });
  }
}

Deno.test("a level of 0 in one charge says nothing about the next", async () => {
  await using car = await charge(0, 99.6, OFF);
  car.frame(0x597, CHARGING);
  await car.seconds(2);
  car.frame(0x597, OFF);
  await car.seconds(8);
  deepEqual(firstLine(car), ["Charging Done", "Charging Stopped"]);
});

Deno.test("a charge between two seconds counts in the next, and its end is told", async () => {
  await using car = await begin();
  car.frame(0x597, OFF);
  bms(car, 7, 60);
  await car.seconds(2);
  car.frame(0x597, CHARGING);
  car.frame(0x597, OFF);
  await car.seconds(1);
  equal(car.metric("v.c.state"), "charging");
  await car.seconds(6);
  equal(car.metric("v.c.state"), "stopped");
  deepEqual(firstLine(car), ["Charging Stopped"]);
});

Deno.test("a key that is turned on and off between two seconds counts in the next", async () => {
  await using car = await begin();
  car.frame(0x597, OFF);
  await car.seconds(2);
  car.frame(0x597, KEY);
  car.frame(0x597, OFF);
  await car.seconds(1);
  equal(car.metric("v.e.on"), true);
  await car.seconds(1);
  equal(car.metric("v.e.on"), false);
});

Deno.test("v.e.aux12v follows the bus; message D of 3.0 has no bit for it", async () => {
  await using car = await begin();
  car.frame(0x597, KEY);
  await car.seconds(1);
  equal(car.metric("v.e.aux12v"), true);
  equal(rt.messages?.bus, false);
  car.frame(0x597, OFF);
  await car.seconds(30);
  equal(car.metric("v.e.aux12v"), false);
});
