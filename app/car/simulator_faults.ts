/** A simulator is somebody's code as a plugin is: what it throws ends neither the program nor other cars. */
import type {
  SimulatedVehicle,
  SimulatedWorld,
} from "../../runtime/contract/simulator.ts";

/** Runs a simulator's code until its first fault, which is told; from then on the car stands still. */
export class SimulatorFaults {
  readonly #tell: (error: unknown) => void;
  #failed = false;

  /** @param tell takes what was thrown, once */
  constructor(tell: (error: unknown) => void) {
    this.#tell = tell;
  }

  /** What the code gives; undefined where it throws or threw before. */
  run<T>(work: () => T): T | undefined {
    if (this.#failed) return undefined;
    try {
      const result = work();
      // A function that waits is not what the contract asks for, but compiles.
      if (result instanceof Promise) result.catch((error) => this.#fail(error));
      return result;
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  /** The world in which what was put off fails alike. */
  world(world: SimulatedWorld): SimulatedWorld {
    return {
      ...world,
      after: (ms, work) => world.after(ms, () => this.run(work)),
    };
  }

  /** The vehicle as the program asks it. */
  vehicle(own: SimulatedVehicle): SimulatedVehicle {
    const run = <T>(work: () => T) => this.run(work);
    if (typeof own?.step !== "function") {
      this.#fail(
        new TypeError(
          "its simulator gives no step(ms): expected an object with it",
        ),
      );
    }
    return {
      step: (ms) => void run(() => own.step(ms)),
      receive: (id, data, bus) => void run(() => own.receive?.(id, data, bus)),
      get volts() {
        return run(() => own.volts);
      },
      get position() {
        return run(() => own.position);
      },
    };
  }

  #fail(error: unknown): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#tell(error);
  }
}
