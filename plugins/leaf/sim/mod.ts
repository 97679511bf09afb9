/**
 * A simulated Leaf of 2013: its frames on both buses, control units that answer, cables, and what its
 * telematics unit may ask. It shares no table with the decoder, so that each checks the other.
 * @module
 */
import type { SimulatedVehicle, SimulatedWorld } from "ovms-edge";
import { LeafCar, type Request } from "./car.ts";
import { frames } from "./frames.ts";
import { nodesOf } from "./nodes.ts";
import { wordsOf } from "./words.ts";

/** ms; all periods are multiples of it. */
const STEP = 10;
/** V of the 12 V supply with and without the converter at work. */
const VOLTS = { awake: 14.2, asleep: 12.7 };
/** A round of so many km through a town, and its middle in degrees. */
const ROUND = 12, MIDDLE = { latitude: 48.1372, longitude: 11.5755 };
const KM_PER_DEGREE = 111.2;

/** Requests by the first byte of 0x56E, and what wakes the car. */
const REQUEST = 0x56e, WAKE: readonly number[] = [0x679, 0x68c];
const REQUESTS: Readonly<Record<number, Request>> = {
  0x4e: "climate on",
  0x56: "climate off",
  0x66: "charge",
  0x60: "lock",
  0x11: "unlock",
};

/** Puts a car into a world, parked and awake. */
export function simulateLeaf(world: SimulatedWorld): SimulatedVehicle {
  const car = new LeafCar(), nodes = nodesOf(car, world);
  const counts = frames.map(() => 0);
  let time = 0;
  car.wake();
  const slot = () => {
    time += STEP;
    car.pass(STEP / 1000);
    if (!car.awake) return;
    frames.forEach(({ id, bus, every, data }, n) => {
      if (time % every !== 0) return;
      const count = counts[n] ?? 0;
      counts[n] = count + 1;
      world.emit(id, data(car, count), bus);
    });
  };
  return {
    step(ms) {
      for (let passed = 0; passed < ms; passed += STEP) slot();
    },
    receive(id, data, bus) {
      if (WAKE.includes(id)) car.wake();
      const request = REQUESTS[data[0] ?? 0];
      if (id === REQUEST && request && car.awake) car.request(request);
      const node = nodes.get(bus);
      if (!node) return;
      node.silent = !car.awake;
      node.receive(id, data);
    },
    get volts() {
      return car.awake ? VOLTS.awake : VOLTS.asleep;
    },
    get position() {
      return positionOf(car);
    },
    steering: wordsOf(car),
  };
}

/** Somewhere on the round, by the way driven. */
function positionOf(
  { trip, speed }: LeafCar,
): NonNullable<SimulatedVehicle["position"]> {
  const angle = trip / ROUND * 2 * Math.PI, radius = ROUND / (2 * Math.PI);
  const scale = Math.cos(MIDDLE.latitude * Math.PI / 180);
  return {
    fix: true,
    latitude: MIDDLE.latitude + radius * Math.sin(angle) / KM_PER_DEGREE,
    longitude: MIDDLE.longitude +
      radius * Math.cos(angle) / KM_PER_DEGREE / scale,
    altitude: 519,
    direction: (360 - angle * 180 / Math.PI % 360) % 360,
    speed,
    satellites: 9,
    hdop: 0.9,
  };
}
