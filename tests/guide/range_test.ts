import { deepEqual, equal } from "node:assert/strict";
import { Twizy } from "./twizy.ts";

/** A car that is on at 60 % with 39 km on the display. */
async function switchedOn(params = {}): Promise<Twizy> {
  const car = await Twizy.parked({ soc: 60.005, consumption: 100, params });
  car.do("key on");
  await car.seconds(3);
  return car;
}

/** The line of the status text that tells the ranges. */
async function ranges(car: Twizy): Promise<string | undefined> {
  return (await car.sms("STAT?")).split("\n ")[2];
}

Deno.test("Ideal range configuration: RANGE 80, RANGE?, RANGE", async () => {
  await using car = await switchedOn();
  equal(await car.sms("RANGE?"), "Max ideal range: UNSET");
  equal(await ranges(car), "Range: 39 - 39 km");
  equal(await car.sms("RANGE 80"), "Max ideal range: 80 km");
  equal(await car.sms("RANGE?"), "Max ideal range: 80 km");
  equal(await ranges(car), "Range: 39 - 48 km");
  equal(await car.sms("FEATURES?"), "Features:\r\n 12:80");
  equal(await car.sms("RANGE"), "Max ideal range: UNSET");
  equal(await ranges(car), "Range: 39 - 39 km");
  equal(await car.sms("FEATURES?"), "Features:");
});

Deno.test("Ideal range configuration: ranges are in the unit configured", async () => {
  await using car = await switchedOn({ 2: "M" });
  equal(await car.sms("RANGE 50"), "Max ideal range: 50 mi");
  equal(await ranges(car), "Range: 24 - 30 mi");
});

Deno.test("Twizy MSG/IP Commands: 201 and 202 query and set the range", async () => {
  await using car = await switchedOn();
  deepEqual(await car.msg("201"), ["c201,0,0"]);
  deepEqual(await car.msg("202,80"), ["c202,0,80"]);
  deepEqual(await car.msg("201"), ["c201,0,80"]);
  equal(await car.sms("RANGE?"), "Max ideal range: 80 km");
});

Deno.test("Range: 78 km come out as 78 km, and 59 as 59", async () => {
  await using car = await Twizy.parked({ soc: 97.385, consumption: 107 });
  car.do("key on");
  await car.seconds(3);
  await car.sms("RANGE 80");
  equal(await ranges(car), "Range: 59 - 78 km");
});
