/** The simulated display and who asks it: neither knows the other's tables. */
import assert from "node:assert/strict";
import { SimulatedCar, worldOf } from "../../../../app/car/simulated_car.ts";
import twizyCan from "../../../../plugins/twizy/can.ts";
import twizyCar from "../../../../plugins/twizy/car.ts";
import dtc from "../../../../plugins/twizy/dtc/mod.ts";
import { simulateTwizy } from "../../../../plugins/twizy/sim/mod.ts";
import { bench } from "../../../../testing/mod.ts";

/** Feature 15. */
const WRITE = 15;

Deno.test("DTC on the simulated car: a former code, a new one, cleared, and silence without the key", async () => {
  await using o = await bench(dtc, { with: [twizyCan, twizyCar] });
  const simulated = simulateTwizy(worldOf(o.hal));
  const stop = new SimulatedCar(o.hal, simulated).start(100);
  const steer = (word: string, ...words: string[]) =>
    simulated.steering?.[word]?.run(words);
  const pass = async (seconds: number) => {
    for (let n = 0; n < seconds; n++) await o.hal.clock.run(1000);
  };
  const ask = async (text: string) => {
    const answer = o.sms(text);
    await pass(8);
    return (await answer).join("\n");
  };
  steer("key", "on");
  await pass(3);
  assert.match(await ask("DTC"), /feature 15|write access/i);
  o.feature(WRITE, 1);
  assert.match(
    await ask("DTC"),
    /^DTC report: 1 stored, 0 present\n.*#01: 5\/17 .*\n.*@ 4300km 42kph SOC=64%/,
  );
  assert.equal(steer("trouble", "7", "2"), "The display stored 7/2");
  const both = await ask("DTC");
  assert.match(both, /2 stored, 1 present/);
  assert.match(both, /#01: 7\/2 rev0 PRESENT\(1x\) G1/);
  assert.match(both, /@ 4419km 0kph SOC=80%/);
  assert.match(await ask("OBD cluster 2181"), /^61 81 56 46 31/);
  assert.match(await ask("OBD broadcast 2181"), /^763: 61 81 56 46 31/);
  assert.equal(await ask("DTC CLEAR"), "DTC store has been cleared.");
  assert.match(await ask("DTC"), /0 stored, 0 present/);
  assert.throws(() => steer("trouble", "7"), /Expected: trouble ECU NUMBER/);
  steer("key", "off");
  await pass(40);
  assert.match(await ask("DTC"), /Car is offline/);
  stop();
});
