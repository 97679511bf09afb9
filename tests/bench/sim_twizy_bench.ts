/**
 * What an hour of the simulated Twizy costs.
 * @module
 */
import { SimTwizy } from "../../plugins/twizy/sim/mod.ts";

const HOUR = 3_600_000;

Deno.bench("an hour of driving, step by step", (b) => {
  const car = new SimTwizy({ soc: 100 });
  car.command("key on");
  car.command("drive city");
  let bytes = 0;
  b.start();
  for (let ms = 0; ms < HOUR; ms += 100) {
    car.step(100, (_, data) => bytes += data.length);
  }
  b.end();
  if (bytes === 0) throw new Error("The car emitted nothing");
});

Deno.bench("an hour of charging", (b) => {
  const car = new SimTwizy({ soc: 20 });
  car.command("plug");
  b.start();
  car.step(HOUR, () => {});
  b.end();
});

Deno.bench("an hour parked", (b) => {
  const car = new SimTwizy();
  b.start();
  car.step(HOUR, () => {});
  b.end();
});
