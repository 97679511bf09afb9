/** The control units of the simulated Leaf that answer: battery on the EV-CAN, vehicle on the CAR-CAN. */
import { SimulatedNode, type SimulatedWorld } from "ovms-edge";
import { Bits } from "./bits.ts";
import { CELLS, type LeafCar } from "./car.ts";

const VIN = "SJNFAAZE0U6000042";
const CAPACITY_AH = 58.4, HX = 71.5, HEALTH = 88;
/** Some cells are a little behind. */
const SPREAD = 0.004;
/** A sensor that this generation has not. */
const NONE = 0xffff;

/** V of a cell. */
function cellVolts({ cellVolts }: LeafCar, cell: number): number {
  return cellVolts - (cell % 7 === 3 ? SPREAD : 0);
}

/** SOC, capacity, current: 39 bytes, as packs of 24 kWh have it. */
function group1(car: LeafCar): number[] {
  const amps = -car.amps * 1024;
  const { data } = new Bits(39).put(0, 7, 32, amps).put(6, 7, 32, amps)
    .put(18, 7, 16, car.volts * 100).put(20, 7, 16, 13_000)
    .put(26, 7, 16, HX * 100).put(29, 7, 24, car.soc * 10_000)
    .put(33, 7, 24, CAPACITY_AH * 10_000);
  return [0x61, 0x01, ...data];
}

/** Cell voltages, and that of the whole. */
function group2(car: LeafCar): number[] {
  const bits = new Bits(196);
  for (let cell = 0; cell < CELLS; cell++) {
    bits.put(2 * cell, 7, 16, cellVolts(car, cell) * 1000);
  }
  bits.put(192, 7, 16, car.volts * 100).put(194, 7, 16, car.volts * 100);
  return [0x61, 0x02, ...bits.data];
}

/** Three sensors of four. */
function group4({ battery }: LeafCar): number[] {
  const bits = new Bits(14), sensors = [battery, battery - 1, NONE, battery];
  sensors.forEach((celsius, n) => {
    const missing = celsius === NONE;
    bits.put(3 * n, 7, 16, missing ? NONE : 710 - celsius / 0.102)
      .put(3 * n + 2, 7, 8, missing ? 0xff : celsius);
  });
  return [0x61, 0x04, ...bits.put(12, 7, 8, battery - 1).data];
}

/** Makes them; they are silent while the car sleeps. */
export function nodesOf(car: LeafCar, world: SimulatedWorld) {
  const after: SimulatedWorld["after"] = (ms, work) => world.after(ms, work);
  const battery = new SimulatedNode({
    to: 0x79b,
    from: 0x7bb,
    answers: {
      "2101": () => group1(car),
      "2102": () => group2(car),
      "2104": () => group4(car),
      "2106": [0x61, 0x06, ...new Array<number>(24).fill(0)],
      "2161": [0x61, 0x61, 0, 0, HEALTH * 100 >> 8, HEALTH * 100 & 0xff],
    },
    after,
    emit: (id, data) => world.emit(id, data, 1),
  });
  const vehicle = new SimulatedNode({
    to: 0x797,
    from: 0x79a,
    fill: 0,
    answers: {
      "2181": [0x61, 0x81, ...new TextEncoder().encode(VIN), 0, 0],
      "221203": [0x62, 0x12, 0x03, 0, 38],
      "221205": [0x62, 0x12, 0x05, 2, 17],
    },
    after,
    emit: (id, data) => world.emit(id, data, 2),
  });
  return new Map([[1, battery], [2, vehicle]]);
}
