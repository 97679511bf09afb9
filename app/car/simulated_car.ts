import type { Stop } from "../../hal/mod.ts";
import type { SimHal } from "../../hal/sim/mod.ts";
import { SimTwizy } from "../../plugins/twizy/sim/mod.ts";
import { type ObjectSpec, SimSevcon } from "../../plugins/twizy/sim/sevcon.ts";

/** The car's own raster, ms. */
const RASTER = 10;
/** A machine that was asleep for longer has missed what the car did. */
const CATCH_UP = 1000;
const SECOND = 1000;
/** What a receiver under a free sky reports. */
const SATELLITES = 8, HDOP = 1.1;

/** A simulated Twizy with its motor controller at the HAL's bus, GPS receiver and 12 V supply. */
export class SimulatedCar {
  readonly car: SimTwizy;
  /** The motor controller. */
  readonly controller: SimSevcon;
  readonly #hal: SimHal;
  /** Time up to which the car has lived. */
  #at: number;

  /** @param objects dictionary of the controller; default: as delivered */
  constructor(
    hal: SimHal,
    car: SimTwizy = new SimTwizy(),
    objects?: readonly ObjectSpec[],
  ) {
    this.#hal = hal;
    this.car = car;
    this.#at = hal.clock.monotonic();
    this.controller = new SimSevcon({
      powered: false,
      ...(objects ? { objects } : {}),
      after: (ms, work) => hal.clock.after(ms, work),
      emit: (id, data) => hal.bus.inject(id, data),
    });
    car.attach(this.controller);
  }

  /**
   * Begins to live.
   * @param stepMs time between steps; frames come in bunches of that length
   */
  start(stepMs: number): Stop {
    const { bus, clock } = this.#hal;
    const stops = [
      bus.attach({ receive: (id, data) => this.car.receive(id, data) }),
      clock.every(stepMs, () => this.#step()),
      clock.every(SECOND, () => this.#report()),
    ];
    this.#report();
    return () => stops.forEach((stop) => stop());
  }

  /** As long as the clock went on; no timer fires exactly on time. */
  #step(): void {
    const late = this.#hal.clock.monotonic() - this.#at;
    const ms = Math.floor(Math.min(late, CATCH_UP) / RASTER) * RASTER;
    this.#at += late > CATCH_UP ? late : ms;
    this.car.step(ms, (id, data) => this.#hal.bus.inject(id, data));
  }

  #report(): void {
    const { fix, ...place } = this.car.position;
    this.#hal.supply.value = this.car.volts;
    this.#hal.gps.report(
      fix
        ? { fix, ...place, satellites: SATELLITES, hdop: HDOP }
        : { fix, satellites: 0 },
    );
  }
}
