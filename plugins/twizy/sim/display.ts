/**
 * The simulated display as far as it answers diagnostic requests: VIN and the trouble codes that it
 * stored (twizy-later.md, section 22). It imports nothing of who asks, so that each checks the other.
 */
import { SimulatedNode, type SimulatedWorld, type Steering } from "ovms-edge";
import type { Car } from "./car.ts";

/** Slots, and bytes of each. */
const SLOTS = 10, BYTES = 11;
/** What stands in front of the serial number that is in 0x69F. */
const VIN = "VF1ACVYB007378280", CHECK = [0x41, 0x7e];
/** Bits of a stored code: to be stored, present, lamp G1; the state of the converter. */
const STORED = 0x20, PRESENT = 0x04, G1 = 0x02, CONVERTER = 0x20;
/** V below which the supply is no number of four bits. */
const LEAST_VOLTS = 3;
const NO_CYCLES = 0xff;

/** A code that was stored in former days, present no more. */
const FORMER = [5, 17, STORED, 0x09, 0x00, 0x10, 0xcc, NO_CYCLES, 3, 64, 42];

/** A display with what it stored. */
export interface SimulatedDisplay {
  receive(id: number, data: Uint8Array): void;
  readonly steering: Readonly<Record<string, Steering>>;
}

/** Puts it into a car; it answers while the car's bus is awake. */
export function simulateDisplay(
  car: Car,
  world: SimulatedWorld,
): SimulatedDisplay {
  let stored: (readonly number[])[] = [FORMER];
  const slots = () =>
    Array.from(
      { length: SLOTS },
      (_, n) => stored[n] ?? new Array<number>(BYTES).fill(0),
    ).flat();
  const node = new SimulatedNode({
    to: 0x743,
    from: 0x763,
    also: [0x7df],
    answers: {
      "10c0": [0x50, 0xc0],
      "2181": [0x61, 0x81, ...new TextEncoder().encode(VIN), ...CHECK],
      "2113": () => [0x61, 0x13, ...slots()],
      "14ffffff": () => {
        stored = [];
        return [0x54];
      },
    },
    after: (ms, work) => world.after(ms, work),
    emit: (id, data) => world.emit(id, data),
  });
  return {
    receive(id, data) {
      node.silent = !car.awake;
      node.receive(id, data);
    },
    steering: {
      trouble: {
        usage: "trouble ECU NUMBER",
        help: "the display stores a trouble code, such as trouble 7 2",
        run(words) {
          const [ecu = NaN, number = NaN] = words.map(Number);
          if (!isByte(ecu) || !isByte(number) || words.length !== 2) {
            throw new Error("Expected: trouble ECU NUMBER, each 1 to 255");
          }
          stored = [codeNow(car, ecu, number), ...stored].slice(0, SLOTS);
          return `The display stored ${ecu}/${number}`;
        },
      },
    },
  };
}

const isByte = (n: number) => Number.isInteger(n) && n >= 1 && n <= 255;

/** A code that is present, with how the car is now. */
function codeNow(car: Car, ecu: number, number: number): readonly number[] {
  const { odometer, soc, speed } = car.truth, km = Math.floor(odometer);
  return [
    ecu,
    number,
    STORED | PRESENT | G1,
    CONVERTER | Math.round(car.volts) - LEAST_VOLTS & 15,
    km >> 16 & 3,
    km >> 8 & 0xff,
    km & 0xff,
    0,
    0,
    Math.round(soc),
    Math.min(254, Math.round(speed)),
  ];
}
