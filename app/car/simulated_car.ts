import type { Clock, Stop } from "../../hal/mod.ts";
import type { SimHal } from "../../hal/sim/mod.ts";
import { identifierOf } from "../../runtime/frames/identifier.ts";
import type {
  NamedText,
  SimulatedVehicle,
  SimulatedWorld,
} from "../../runtime/contract/simulator.ts";

/** The vehicles' raster, ms. */
const RASTER = 10;
/** A machine that was asleep for longer has missed what the car did. */
const CATCH_UP = 1000;
const SECOND = 1000;

/** The simulated HAL as the world that a simulated vehicle lives in. */
export function worldOf(
  { bus, clock }: Pick<SimHal, "bus" | "clock">,
  controller?: NamedText,
): SimulatedWorld {
  return {
    emit: (key, data, on = 1) => {
      const { id, extended } = identifierOf(key);
      bus.inject(id, data, extended, on);
    },
    after: (ms, work) => clock.after(ms, work),
    controller,
  };
}

/** A simulated vehicle at the HAL's bus, GPS receiver and 12 V supply. */
export class SimulatedCar {
  readonly #hal: SimHal;
  readonly #vehicle: SimulatedVehicle;
  readonly #clock: Clock;
  /** Time up to which the car has lived. */
  #at: number;

  readonly #buses: readonly number[];

  /**
   * @param vehicle made for the world of this HAL
   * @param buses on which it hears what the program sends
   */
  constructor(
    hal: SimHal,
    vehicle: SimulatedVehicle,
    buses: readonly number[] = [1],
  ) {
    this.#buses = buses;
    this.#hal = hal;
    this.#vehicle = vehicle;
    this.#clock = hal.clock;
    this.#at = hal.clock.monotonic();
  }

  /**
   * Begins to live.
   * @param stepMs time between steps; frames come in bunches of that length
   */
  start(stepMs: number): Stop {
    const { bus } = this.#hal;
    const stops = [
      ...this.#buses.map((on) =>
        bus.attach({
          receive: (id, data) => this.#vehicle.receive?.(id, data, on),
        }, on)
      ),
      this.#clock.every(stepMs, () => this.#step()),
      this.#clock.every(SECOND, () => this.#report()),
    ];
    this.#report();
    return () => stops.forEach((stop) => stop());
  }

  /** As long as the clock went on; no timer fires exactly on time. */
  #step(): void {
    const late = this.#clock.monotonic() - this.#at;
    const ms = Math.floor(Math.min(late, CATCH_UP) / RASTER) * RASTER;
    this.#at += late > CATCH_UP ? late : ms;
    this.#vehicle.step(ms);
  }

  #report(): void {
    const { volts, position } = this.#vehicle;
    this.#hal.supply.value = volts;
    if (position) this.#hal.gps.report(position);
  }
}
