/** Trips and charges of vehicles as they come: the Leaf's, and a bicycle's from outside. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { bench } from "ovms-edge/testing";
import { bicycle } from "../../../examples/bicycle/mod.ts";
import { SimulatedCar, worldOf } from "../../../app/car/simulated_car.ts";
import { nl } from "../../../plugins/leaf/mod.ts";
import { simulateLeaf } from "../../../plugins/leaf/sim/mod.ts";
import trips from "../../../plugins/trips/mod.ts";
import type { Charge, Trip } from "../../../plugins/trips/records.ts";

const MINUTE = 60;

Deno.test("a bicycle that tells neither way nor energy has the trips that it has", async () => {
  await using car = await bench(bicycle, { with: [trips] });
  for (let n = 0; n < 5 * MINUTE; n++) {
    car.frame(0x10, "503C");
    car.frame(0x11, "0114");
    await car.seconds(1);
  }
  await car.seconds(8 * MINUTE);
  const all = await car.query("trips/trips") as Trip[];
  const [trip] = all;
  ok(trip && all.length === 1);
  deepEqual(
    [trip.km, trip.usedWh, trip.regainedWh, trip.maxPower, trip.maxSpeed],
    [null, null, null, null, 20],
  );
  ok((trip.seconds ?? 0) >= 5 * MINUTE - 2);
  equal(trip.socBefore, 80);
  // What it does not tell is no metric of it
  equal(car.runtime.host.metrics.find("v.b.power"), undefined);
  deepEqual(await car.query("trips/charges"), []);
});

Deno.test("a simulated Leaf: a trip with way and energy, and a charge", async () => {
  await using car = await bench(nl, { with: [trips] });
  const leaf = simulateLeaf(worldOf(car.hal));
  const stop = new SimulatedCar(car.hal, leaf).start(100);
  const say = (words: string) => {
    const [name = "", ...rest] = words.split(" ");
    return leaf.steering?.[name]?.run(rest);
  };
  const pass = (seconds: number) => car.hal.clock.run(seconds * 1000);
  say("key on");
  say("drive 50");
  await pass(2 * MINUTE);
  say("drive 0");
  say("key off");
  await pass(7 * MINUTE);
  const [trip] = await car.query("trips/trips") as Trip[];
  ok(trip);
  ok((trip.km ?? 0) > 0.5, `${trip.km} km`);
  ok((trip.usedWh ?? 0) > 10, `${trip.usedWh} Wh`);
  say("soc 40");
  say("plug");
  await pass(4 * MINUTE);
  say("unplug");
  await pass(7 * MINUTE);
  const [charge] = await car.query("trips/charges") as Charge[];
  ok(charge);
  ok((charge.chargedWh ?? 0) > 50, `${charge.chargedWh} Wh`);
  stop();
});
