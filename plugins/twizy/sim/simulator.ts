import type { SimulatedVehicle, SimulatedWorld, Steering } from "ovms-edge";
import { COMMANDS } from "./commands.ts";
import { simulateDisplay } from "./display.ts";
import {
  LIVE_OBJECTS,
  objectsOfCsv,
  objectsOfExport,
  type ObjectSpec,
  REMEMBERED,
  SEVCON_OBJECTS,
  SimSevcon,
} from "./sevcon.ts";
import { SimTwizy } from "./steered_car.ts";

/** What a receiver under a free sky reports. */
const SATELLITES = 8, HDOP = 1.1;

/** A simulated Twizy with its motor controller, as it stands in a simulated world. */
export interface SimulatedTwizy extends SimulatedVehicle {
  readonly car: SimTwizy;
  /** The motor controller. */
  readonly controller: SimSevcon;
}

/**
 * Puts a Twizy with its motor controller into a world.
 * @throws Error with a sentence when the dump that the world has for the controller cannot be read
 */
export function simulateTwizy(
  world: SimulatedWorld,
  car: SimTwizy = new SimTwizy(),
): SimulatedTwizy {
  const { controller: dump } = world;
  const controller = new SimSevcon({
    powered: false,
    ...(dump
      ? { objects: objectsOf(dump) }
      : { objects: [...SEVCON_OBJECTS, ...LIVE_OBJECTS], logs: REMEMBERED }),
    after: (ms, work) => world.after(ms, work),
    emit: (id, data) => world.emit(id, data),
  });
  car.attach(controller);
  const display = simulateDisplay(car, world);
  return {
    car,
    controller,
    step: (ms) => car.step(ms, (id, data) => world.emit(id, data)),
    receive(id, data) {
      car.receive(id, data);
      display.receive(id, data);
    },
    get volts() {
      return car.volts;
    },
    get position() {
      const { fix, ...place } = car.position;
      return fix
        ? { fix, ...place, satellites: SATELLITES, hdop: HDOP }
        : { fix, satellites: 0 };
    },
    steering: {
      ...Object.fromEntries(
        Object.entries(COMMANDS).map(([word, command]): [string, Steering] => [
          word,
          {
            usage: command.usage,
            help: command.help,
            run: (words) => command.run(car, words),
          },
        ]),
      ),
      ...display.steering,
    },
  };
}

/** The objects of a controller's dump (CSV) or export (JSON). */
function objectsOf(
  { name, text }: NonNullable<SimulatedWorld["controller"]>,
): readonly ObjectSpec[] {
  try {
    return name.endsWith(".json")
      ? objectsOfExport(JSON.parse(text))
      : objectsOfCsv(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${name} is no dump of a controller: ${why}`);
  }
}
