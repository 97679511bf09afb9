import type { Stop } from "../../hal/mod.ts";
import type { SimHal } from "../../hal/sim/mod.ts";
import type {
  NamedText,
  SimulatedVehicle,
} from "../../runtime/contract/simulator.ts";
import { busesOf, type Vehicle } from "../../runtime/contract/vehicle.ts";
import type { Log } from "../../runtime/log.ts";
import { placeOf } from "../../runtime/vehicle/fault_place.ts";
import { reasonOf, UsageError } from "../usage_error.ts";
import { SimulatorFaults } from "./simulator_faults.ts";
import { SimulatedCar, worldOf } from "./simulated_car.ts";

/** How a vehicle is simulated. */
export interface CarOptions {
  /** Time between its steps, ms. */
  readonly step: number;
  /** Dump of the motor controller that it is to have. */
  readonly controller: NamedText | undefined;
  readonly log: Log;
}

/** The place of the simulated vehicle: one at a time, and none while the chosen one cannot be simulated. */
export class CarOnBus {
  readonly #hal: SimHal;
  readonly #options: CarOptions;
  #vehicle: SimulatedVehicle | undefined;
  #stop: Stop | undefined;
  /** Counts who came, so that a vehicle that took long to load does not follow its successor. */
  #entries = 0;

  constructor(hal: SimHal, options: CarOptions) {
    this.#hal = hal;
    this.#options = options;
  }

  /** The vehicle that is there now. */
  get vehicle(): SimulatedVehicle | undefined {
    return this.#vehicle;
  }

  /**
   * Takes away the vehicle that is there, and puts the one of a type in its place.
   * @throws UsageError with one sentence when it cannot be simulated
   */
  async enter(type: Vehicle | undefined): Promise<void> {
    this.leave();
    const entry = this.#entries;
    if (type === undefined) {
      throw new UsageError(
        "The vehicle type of the store is not loaded: load it with --plugin, or choose another with --vehicle",
      );
    }
    const { simulator, name } = type;
    if (simulator === undefined) {
      throw new UsageError(
        `The ${name} (${type.type}) has no simulator: name its devices, such as --can, or a recording with --replay`,
      );
    }
    const faults = new SimulatorFaults((error) => this.#tell(type, error));
    const vehicle = await made(() =>
      simulator(faults.world(worldOf(this.#hal, this.#options.controller)))
    );
    if (entry !== this.#entries) return;
    this.#vehicle = vehicle;
    const car = new SimulatedCar(
      this.#hal,
      faults.vehicle(vehicle),
      busesOf(type),
    );
    this.#stop = car.start(this.#options.step);
  }

  #tell({ type }: Vehicle, error: unknown): void {
    this.#options.log("error", "the simulated car stands still", {
      vehicle: type,
      at: placeOf(error),
      error: reasonOf(error),
    });
  }

  /** The bus falls silent. */
  leave(): void {
    this.#entries++;
    this.#stop?.();
    this.#stop = undefined;
    this.#vehicle = undefined;
  }
}

async function made(
  make: () => SimulatedVehicle | Promise<SimulatedVehicle>,
): Promise<SimulatedVehicle> {
  try {
    return await make();
  } catch (error) {
    throw new UsageError(reasonOf(error));
  }
}
