/** The frames of the simulated Leaf by bus, with the times between two of a kind, ms. */
import { Bits, sealed, summed } from "./bits.ts";
import type { LeafCar } from "./car.ts";

/** One kind of frame. */
export interface SentFrame {
  readonly id: number;
  readonly bus: 1 | 2;
  readonly every: number;
  /** @param count of frames of this kind before it, for its counter */
  readonly data: (car: LeafCar, count: number) => Uint8Array;
}

const KWH_PER_GID = 0.08, HEALTH = 88, AMBIENT = 14;
const SPEED = 98;
const SHAFT = { rpmPerKmh: 79 };
/** Status words of the charger. */
const CHARGER = { idle: 8, slow: 4, quick: 1, finished: 2, timer: 12 };
/** Temperature °C as degrees Fahrenheit, of which the dashboard's frames are made. */
const fahrenheit = (celsius: number) => celsius * 1.8 + 32;

const counted = (bits: Bits, count: number) =>
  sealed(bits.put(6, 1, 2, count % 4).data);
const gear = ({ ready, speed }: LeafCar) => ready && speed > 0 ? 4 : 1;

function charger(car: LeafCar): number {
  if (car.finished) return CHARGER.finished;
  if (car.cable === "timer") return CHARGER.timer;
  if (!car.charging) return CHARGER.idle;
  return car.cable === "quick" ? CHARGER.quick : CHARGER.slow;
}

/** READY, on both buses. */
const activation = ({ ready }: LeafCar) =>
  new Bits(8).put(0, 7, 2, ready ? 2 : 0).data;

/** Speed, on both buses. */
const wheels = ({ speed }: LeafCar) => {
  const raw = speed * SPEED;
  return new Bits(8).put(0, 7, 16, raw * 2.068).put(2, 7, 16, raw * 2.068)
    .put(4, 7, 16, raw).data;
};

const range = (car: LeafCar) =>
  new Bits(8).put(1, 7, 12, car.left * 7.1 * 5).data;

/** Rows: identifier, bus, period, content. */
export const frames: readonly SentFrame[] = [
  {
    id: 0x1db,
    bus: 1,
    every: 10,
    data: (car, n) =>
      counted(
        new Bits(8).put(0, 7, 11, -car.amps * 2).put(2, 7, 10, car.volts * 2)
          .put(3, 5, 1, 1).put(4, 6, 7, car.dashSoc),
        n,
      ),
  },
  {
    id: 0x1dc,
    bus: 1,
    every: 10,
    data: (car, n) =>
      counted(
        new Bits(8).put(0, 7, 10, Math.min(96, 20 + car.soc) * 4)
          .put(1, 5, 10, Math.max(0, 100 - car.soc) * 4)
          .put(2, 3, 10, (car.chargePower + 10) * 10),
        n,
      ),
  },
  {
    id: 0x55b,
    bus: 1,
    every: 100,
    data: ({ soc }, n) =>
      counted(new Bits(8).put(0, 7, 10, soc * 10).put(4, 7, 10, 900), n),
  },
  {
    id: 0x5bc,
    bus: 1,
    every: 100,
    data: (car, n) =>
      new Bits(8).put(0, 7, 10, car.left / KWH_PER_GID)
        // Bars of charge and of capacity in turn; the timer has nothing to tell.
        .put(2, 7, 8, n % 2 ? 220 : Math.ceil(car.soc / 100 * 12) * 20)
        .put(3, 7, 8, 90).put(4, 7, 7, HEALTH).put(4, 0, 1, n % 2)
        .put(6, 4, 13, 0x1fff).data,
  },
  {
    id: 0x59e,
    bus: 1,
    every: 500,
    data: (car) =>
      new Bits(8).put(2, 4, 9, 213).put(3, 3, 9, car.left * 10).data,
  },
  {
    id: 0x5c0,
    bus: 1,
    every: 500,
    // Highest, mean and lowest sensor in turn
    data: ({ battery }, n) => {
      const selector = n % 3 + 1;
      return new Bits(8).put(0, 7, 2, selector)
        .put(2, 7, 7, battery + 2 - selector + 40).data;
    },
  },
  {
    id: 0x1da,
    bus: 1,
    every: 10,
    data: ({ speed, motorPower }, n) => {
      const rpm = speed * SHAFT.rpmPerKmh;
      const torque = rpm > 0 ? motorPower * 60_000 / (2 * Math.PI * rpm) : 0;
      const limited = Math.max(-280, Math.min(280, torque));
      return counted(
        new Bits(8).put(0, 7, 8, 180).put(2, 2, 11, limited * 2)
          .put(4, 7, 15, rpm),
        n,
      );
    },
  },
  {
    id: 0x1d4,
    bus: 1,
    every: 10,
    data: (car, n) =>
      sealed(
        new Bits(8).put(4, 7, 2, n % 4).put(6, 7, 3, car.charging ? 7 : 0).data,
      ),
  },
  {
    id: 0x1f2,
    bus: 1,
    every: 10,
    data: (car, n) => {
      const what = car.cable === "quick" ? 2 : 1;
      return summed(
        new Bits(8).put(0, 1, 10, (car.chargePower + 10) * 10)
          .put(2, 6, 2, car.charging ? what : 0).put(6, 1, 2, n % 4).data,
        2,
      );
    },
  },
  {
    id: 0x11a,
    bus: 1,
    every: 10,
    data: (car, n) =>
      counted(
        new Bits(8).put(0, 7, 4, gear(car)).put(1, 7, 2, car.key ? 1 : 2),
        n,
      ),
  },
  { id: 0x284, bus: 1, every: 20, data: wheels },
  { id: 0x284, bus: 2, every: 20, data: wheels },
  { id: 0x50a, bus: 1, every: 100, data: activation },
  { id: 0x50a, bus: 2, every: 100, data: activation },
  {
    id: 0x390,
    bus: 1,
    every: 100,
    data: (car) => {
      const quick = car.cable === "quick" && car.charging;
      const plugged = car.cable === "slow" || car.cable === "timer";
      return summed(
        new Bits(8).put(0, 0, 9, quick ? 0 : car.chargePower * 10)
          .put(3, 4, 2, car.charging && !quick ? 2 : 0)
          .put(3, 5, 1, plugged ? 1 : 0).put(4, 6, 1, quick ? 1 : 0)
          .put(5, 6, 6, charger(car)).put(5, 0, 9, quick ? 440 : 60).data,
        -4,
      );
    },
  },
  {
    id: 0x54a,
    bus: 1,
    every: 100,
    data: ({ climate }) => new Bits(8).put(4, 7, 8, climate ? 42 : 0).data,
  },
  {
    id: 0x54b,
    bus: 1,
    every: 100,
    // Heating, told alike to the readers of the first and of the later cars
    data: ({ climate }) =>
      new Bits(8).put(0, 7, 8, climate ? 0x10 : 0x11)
        .put(1, 7, 8, climate ? 0x4b : 0x08)
        .put(2, 7, 8, climate ? 0x98 : 0x80).put(3, 7, 8, 0x12)
        .put(4, 5, 3, climate ? 4 : 0).data,
  },
  {
    id: 0x54c,
    bus: 1,
    every: 100,
    data: () => new Bits(8).put(6, 7, 8, (AMBIENT + 40) * 2).data,
  },
  {
    id: 0x54f,
    bus: 1,
    every: 100,
    data: ({ climate }) =>
      new Bits(8).put(0, 7, 8, fahrenheit(climate ? 21 : AMBIENT + 3)).data,
  },
  {
    id: 0x55a,
    bus: 1,
    every: 100,
    data: ({ motor }) =>
      new Bits(8).put(1, 7, 8, fahrenheit(motor))
        .put(2, 7, 8, fahrenheit(motor - 2)).data,
  },
  { id: 0x5a9, bus: 1, every: 500, data: range },
  { id: 0x5a9, bus: 2, every: 500, data: range },
  {
    id: 0x5b9,
    bus: 1,
    every: 100,
    data: (car) =>
      new Bits(8).put(0, 7, 5, Math.ceil(car.soc / 100 * 12))
        .put(0, 2, 11, car.charging ? car.minutesToFull : 0x7ff).data,
  },
  {
    id: 0x355,
    bus: 2,
    every: 40,
    data: ({ speed }) =>
      new Bits(8).put(0, 7, 16, speed * 100).put(6, 7, 8, 0x40).data,
  },
  {
    id: 0x5c5,
    bus: 2,
    every: 100,
    data: ({ key, odometer }) =>
      new Bits(8).put(0, 2, 1, key ? 0 : 1).put(1, 7, 24, Math.floor(odometer))
        .data,
  },
  {
    id: 0x421,
    bus: 2,
    every: 60,
    data: (car) => new Bits(3).put(0, 5, 3, gear(car)).data,
  },
  {
    id: 0x60d,
    bus: 2,
    every: 100,
    data: ({ key, locked, speed }) =>
      new Bits(8).put(0, 1, 1, speed > 0 ? 1 : 0).put(1, 2, 2, key ? 3 : 0)
        .put(2, 4, 1, locked ? 1 : 0).put(2, 3, 1, locked ? 1 : 0).data,
  },
  {
    id: 0x5b3,
    bus: 2,
    every: 100,
    data: () => new Bits(8).put(1, 7, 7, HEALTH).data,
  },
  {
    id: 0x180,
    bus: 2,
    every: 10,
    data: ({ motorPower }) =>
      new Bits(8).put(5, 7, 8, Math.min(200, Math.max(0, motorPower * 4))).data,
  },
  {
    id: 0x292,
    bus: 2,
    every: 20,
    data: ({ motorPower }) =>
      new Bits(8).put(6, 7, 8, motorPower < -5 ? 60 : 18).data,
  },
  {
    id: 0x385,
    bus: 2,
    every: 500,
    data: () =>
      new Bits(8).put(2, 7, 8, 145).put(3, 7, 8, 144).put(4, 7, 8, 141)
        .put(5, 7, 8, 142).data,
  },
];
