/** Frames of the CAR-CAN (bus 2): doors, gear, odometer, tyres. Some are relayed to the EV-CAN as well. */
import type { DecodedFrame } from "ovms-edge";
import { evCan, NO_HEALTH, NO_SPEED, NOTHING, ready, speed } from "./ev_can.ts";
import { type P, takeSpeed, type X } from "./own.ts";

type Frame = DecodedFrame<P, X>;

const KM_PER_MILE = 1.609344;
/** Gears of 0x421 B0.5 u3. */
const GEARS: Readonly<Record<number, number>> = { 2: -1, 4: 1, 7: 1 };
/** Three bytes that tell no odometer. */
const NO_ODOMETER = 0xffffff;
/** kPa of a raw value: quarters of a psi. */
const KPA = 1.7237;
/** Bytes of front left, front right, rear left, rear right, as the metric has them. */
const WHEELS = [2, 3, 5, 4];

const pressure = (raw: number) =>
  raw === 0 || raw === NOTHING ? undefined : raw * KPA;

const odometerUnit: Frame = {
  bytes: 7,
  decode: (f, put, ctx) => {
    ctx.state.odometerUnit = f.bit(6, 5) ? KM_PER_MILE : 1;
    const raw = f.u16(0);
    if (raw !== NO_SPEED) takeSpeed(raw / 100, "meter", put, ctx);
  },
};

const odometer: Frame = {
  bytes: 4,
  decode: (f, put, { state }) => {
    put.handbrake = f.bit(0, 2);
    const raw = f.u8(1) << 16 | f.u16(2);
    if (state.odometerUnit === undefined || raw === NO_ODOMETER) return;
    put.odometer = raw * state.odometerUnit;
  },
};

/** Frames of bus 2 that also come on bus 1 where they are relayed. */
export const relayed: Readonly<Record<number, Frame>> = {
  0x355: odometerUnit,
  0x5c5: odometer,
};

/** Frames by identifier. */
export const carCan: Readonly<Record<number, Frame>> = {
  ...relayed,
  0x50a: { bytes: 6, decode: ready },
  0x5a9: evCan[0x5a9] as Frame,
  0x421: {
    bytes: 1,
    decode: (f, put, { state }) => {
      state.gear421 = true;
      put.gear = GEARS[f.u8(0) >> 3 & 7] ?? 0;
    },
  },
  0x60d: {
    bytes: 3,
    when: { at: "B1", not: NOTHING },
    decode: (f, put, ctx) => {
      put.frontLeft = f.bit(0, 3);
      put.frontRight = f.bit(0, 4);
      put.rearLeft = f.bit(0, 5);
      put.rearRight = f.bit(0, 6);
      put.trunk = f.bit(0, 7);
      put.headlights = f.bit(0, 1) || f.bit(1, 3);
      put.locked = f.bit(2, 4);
      const button = f.u8(1) >> 1 & 3;
      ctx.state.button = button;
      if (button > 0) ctx.state.awakeAt = ctx.now;
    },
  },
  0x5b3: {
    bytes: 2,
    decode: (f, put, { state }) => {
      const health = f.u8(1) >> 1;
      if (health > 0 && health < NO_HEALTH && !state.polledHealth) {
        put.soh = health;
      }
    },
  },
  0x180: {
    bytes: 6,
    decode: (f, put) => {
      if (f.u8(5) !== NOTHING) put.throttle = f.u8(5) / 2;
    },
  },
  0x292: {
    bytes: 7,
    decode: (f, put) => {
      if (f.u8(6) !== NOTHING) put.footbrake = f.u8(6) / 1.39;
    },
  },
  0x385: {
    bytes: 6,
    decode: (f, put, { metrics }) => {
      const told = WHEELS.map((byte) => pressure(f.u8(byte)));
      // Where no wheel tells, the last pressures grow old
      if (told.every((kpa) => kpa === undefined)) return;
      for (const [wheel, kpa] of told.entries()) {
        if (kpa !== undefined || metrics.tyres.at(wheel) !== undefined) {
          put.tyres.set(wheel, kpa);
        }
      }
    },
  },
  0x284: {
    bytes: 6,
    // Of the e-NV200, whose EV-CAN has no speed.
    decode: (f, put, ctx) => speed(f, "car", put, ctx),
  },
};
