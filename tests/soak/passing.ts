import { settled, type SimClock, type SimHal } from "../../hal/sim/mod.ts";
import type { SimTwizy } from "../../plugins/twizy/sim/mod.ts";

const SECOND = 1000, MINUTE = 60 * SECOND;
/** What a receiver under a free sky reports. */
const SATELLITES = 8, HDOP = 1.1;

/** What passes together. */
export interface Passing {
  readonly clock: SimClock;
  readonly hal: Pick<SimHal, "bus" | "gps" | "supply">;
  readonly car: SimTwizy;
}

/**
 * Lets time pass for a car and the program beside it: second by second with all of the car's frames
 * while its bus lives, else minute by minute, in which the program has its seconds all the same.
 * @param ms whole minutes where the car sleeps
 */
export async function pass(
  { clock, hal: { bus, gps, supply }, car }: Passing,
  ms: number,
): Promise<void> {
  for (let at = 0; at < ms;) {
    const step = car.awake ? SECOND : Math.min(MINUTE, ms - at);
    car.step(step, (id, data) => bus.inject(id, data));
    const { fix, ...place } = car.position;
    gps.report({ fix, ...place, satellites: SATELLITES, hdop: HDOP });
    supply.value = car.volts;
    clock.advance(step);
    await settled();
    at += step;
  }
}
