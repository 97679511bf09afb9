/** Energy and way as they are measured: over time, with the battery's voltage, by the odometer. */
import { deepEqual, ok } from "node:assert/strict";
import { Drive } from "./car.ts";

const SECONDS = 36;
/** 57.6 V, as the two halves of 0x55F have it. */
const PACK = "008e730000240240";

interface Road {
  /** Every which 0x155 comes. */
  readonly every?: number;
  readonly pack?: boolean;
  /** Metres that the distance counter and the odometer have in a second. */
  readonly counted?: number;
  readonly driven?: number;
  readonly energy?: string;
}

/** 36 s at 100 A, 10 m a second; gives the first line of POWER T. */
async function drive(
  { every = 1, pack = true, counted = 10, driven = 10, energy }: Road,
): Promise<string> {
  const car = await Drive.begin({ 3: "" }, energy ?? "measured");
  await using bench = car.bench;
  const { clock } = bench.hal;
  await car.on();
  await car.place(10_000, 100);
  for (let second = 1; second <= SECONDS; second++) {
    if (pack) bench.frame(0x55f, PACK);
    for (let k = 0; k < 100; k++) {
      if (k % every === 0) car.samples(400);
      if (k % 10 === 0) car.counter(10 * counted * second + counted * k / 10);
      await clock.run(10);
    }
    const tens = 10_000 + driven * second / 10;
    bench.frame(0x5d7, `0000${(tens * 16).toString(16).padStart(8, "0")}00`);
  }
  return (await bench.sms("POWER T"))[0]?.split("\n")[0] ?? "";
}

/** Used energy and way of the line. */
function amounts(line: string): readonly number[] {
  const [, wh, km] = /^Power -(\d+) \+\d+ Wh (\d+\.\d) km$/.exec(line) ?? [];
  return [Number(wh), Number(km)];
}

/** 57.6 V by 100 A for 36 s. */
const TRUE_WH = 57.6, TRUE_KM = 0.3;

for (const every of [1, 2, 5, 10, 50]) {
  Deno.test(`every ${every}. power frame gives the same energy`, async () => {
    const [wh = 0, km = 0] = amounts(await drive({ every }));
    ok(Math.abs(wh - TRUE_WH) <= 1.5, `${wh} Wh`);
    ok(km >= TRUE_KM && km <= 0.4, `${km} km`);
  });
}

Deno.test("without the pack's voltage the nominal one counts", async () => {
  const [wh = 0] = amounts(await drive({ pack: false }));
  ok(Math.abs(wh - 64) <= 1.5, `${wh} Wh`);
});

Deno.test("the way is the odometer's, whatever the counter says; a dead odometer leaves it to the counter", async () => {
  const [, km] = amounts(await drive({ counted: 20 }));
  ok(km === 0.3 || km === 0.4, `${km} km`);
  const [, counted] = amounts(await drive({ counted: 20, driven: 0 }));
  ok((counted ?? 0) >= 0.6 && (counted ?? 0) <= 0.8, `${counted} km`);
});

Deno.test("the guide counts frames at 64 V", async () => {
  deepEqual(amounts(await drive({ energy: "guide" }))[0], 64);
  deepEqual(amounts(await drive({ energy: "guide", every: 2 }))[0], 32);
});

Deno.test("a gap of the power is not filled with its last value", async () => {
  const car = await Drive.begin({ 3: "" }, "measured");
  await using bench = car.bench;
  await car.on();
  bench.frame(0x55f, PACK);
  car.samples(400);
  await bench.hal.clock.run(60_000);
  const used = Number(bench.metric("v.b.energy.used")) * 1000;
  ok(used < 57.6 / 36 * 3, `${used} Wh`);
});

Deno.test("the setting is heard at once", async () => {
  const car = await Drive.begin({ 3: "" }, "guide");
  await using bench = car.bench;
  await car.on();
  car.energy(22_500);
  await bench.seconds(1);
  bench.set("power.energy", "measured");
  await bench.seconds(1);
  bench.frame(0x55f, PACK);
  car.samples(400);
  deepEqual(bench.metric("v.b.power"), 5.76);
  bench.set("power.energy", "guide");
  await bench.seconds(1);
  car.samples(400);
  deepEqual(bench.metric("v.b.power"), 6.4);
});
