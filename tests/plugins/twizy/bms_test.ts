import { deepEqual, equal } from "node:assert/strict";
import { bench } from "ovms-edge/testing";
import bms from "../../../plugins/twizy/bms.ts";
import can from "../../../plugins/twizy/can.ts";
import car from "../../../plugins/twizy/car.ts";

/** A bench that lets seconds pass with one frame each, and gives the texts of the last ones. */
async function watched() {
  const car_ = await bench(bms, { with: [can, car], params: { 3: "SMS" } });
  let seen = 0;
  const seconds = async (n: number, id: number, data: string) => {
    for (let i = 0; i < n; i++) {
      car_.frame(id, data);
      await car_.seconds(1);
    }
    await car_.seconds(2);
    const texts = car_.hal.gsm.sent.slice(seen).map(({ text }) => text);
    seen = car_.hal.gsm.sent.length;
    return texts;
  };
  return { bench: car_, seconds };
}

Deno.test("a lamp that stays on is told once, the test of the lamps at switching on is not", async () => {
  const { bench, seconds } = await watched();
  await using _ = bench;
  deepEqual(await seconds(4, 0x628, "0000e0"), []);
  equal(bench.metric("xrt.v.b.alert.batt"), true);
  equal(bench.metric("xrt.v.b.status"), 0xe0);
  deepEqual(await seconds(4, 0x628, "000000"), []);
  deepEqual(await seconds(30, 0x628, "000040"), ["Warning lamp: battery"]);
  deepEqual(await seconds(30, 0x628, "0000c0"), [
    "Warning lamp: battery, temperature",
  ]);
  deepEqual(await seconds(3, 0x628, "000000"), []);
  deepEqual(await seconds(20, 0x628, "000020"), ["Warning lamp: 12V"]);
});

Deno.test("an error of the BMS is told once, one frame of it is none", async () => {
  const { bench, seconds } = await watched();
  await using _ = bench;
  deepEqual(await seconds(5, 0x700, "030000000000ff05"), []);
  equal(bench.metric("xrt.bms.type"), 0);
  deepEqual(await seconds(1, 0x700, "03080000000000 05".replace(" ", "")), []);
  deepEqual(await seconds(2, 0x700, "0300000000000005"), []);
  deepEqual(await seconds(20, 0x700, "0308000000000005"), [
    "BMS Alert:\n State1: 3\n State2: 5\n Error: 8",
  ]);
  deepEqual(await seconds(5, 0x700, "0300000000000005"), []);
  deepEqual(await seconds(5, 0x700, "0308000000000005"), [
    "BMS Alert:\n State1: 3\n State2: 5\n Error: 8",
  ]);
});

Deno.test("cells that are balanced, and for how long", async () => {
  const { bench, seconds } = await watched();
  await using _ = bench;
  await seconds(3, 0x700, "0300000000020100");
  await seconds(2, 0x700, "0300000000000100");
  const list = (name: string) => {
    const value = bench.metric(name);
    return Array.isArray(value) ? [...value] : [];
  };
  deepEqual(list("xrt.bms.balancing"), [1, ...new Array(15).fill(0)]);
  deepEqual(list("xrt.bms.balancetime").slice(0, 10), [
    5,
    ...new Array(8).fill(0),
    3,
  ]);
});

Deno.test("an eDriver has three sensors in its cells; its own is watched by itself", async () => {
  const { bench, seconds } = await watched();
  await using _ = bench;
  // The type is told after the temperatures: 15 °C in the cells, 60 °C in the BMS.
  bench.frame(0x554, "3737376400000000");
  await seconds(2, 0x700, "0320000000000000");
  deepEqual(await seconds(3, 0x554, "3737376400000000"), []);
  const temperatures = bench.metric("v.b.c.temp");
  equal(Array.isArray(temperatures) && temperatures.length, 3);
  equal(bench.metric("xrt.bms.temp"), 60);
  bench.frame(0x554, "3737377d00000000");
  deepEqual(await seconds(5, 0x700, "0320000000000000"), [
    "BMS Alert:\n State1: 3\n State2: 0\n Error: 0\n Temp: 85C",
  ]);
});

Deno.test("an eDriver's own sensor is the fourth, whatever stands behind it", async () => {
  const { bench, seconds } = await watched();
  await using _ = bench;
  await seconds(2, 0x700, "0320000000000000");
  await seconds(3, 0x554, "3737376445454500");
  const temperatures = bench.metric("v.b.c.temp");
  equal(Array.isArray(temperatures) && temperatures.length, 3);
  equal(bench.metric("xrt.bms.temp"), 60);
  await seconds(3, 0x554, "373737FF45454500");
  equal(bench.metric("xrt.bms.temp"), 60);
});
