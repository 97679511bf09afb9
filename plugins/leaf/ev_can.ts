/**
 * Frames of the EV-CAN (bus 1): battery, inverter, charger, air conditioning. Bits as in the public
 * tables of the Leaf's owners: `B0.7 u10` are ten bits from the highest of byte 0 downwards.
 */
import type { DecodedFrame } from "ovms-edge";
import { charger390, charger5bf, fromBattery, stopped } from "./charge.ts";
import {
  celsius,
  field,
  isZe0,
  isZe1,
  type P,
  signed,
  takeSpeed,
  type X,
} from "./own.ts";

type Frame = DecodedFrame<P, X>;
type Bytes = Parameters<Frame["decode"]>[0];

/** Checksum in the last byte of the fast frames: polynomial 0x85. */
const CRC = [{ crc8: 0x85 }] as const;
const KWH_PER_GID = 0.08;
/** A state of health in seven bits that is none, %. */
export const NO_HEALTH = 0x7f;
/** A byte that tells no value; most frames of a unit that starts or left the bus are full of it. */
export const NOTHING = 0xff;
/** Two bytes that tell no speed. */
export const NO_SPEED = 0xffff;
/** Minutes of a charge that are none. */
const NO_MINUTES = 0x1fff;
/** Segments of a bar on the dashboard since 2013. */
const SEGMENTS = 20;
/** Gids of a new pack from which on 0x59E tells its capacity in one bit more. */
const LARGE_PACK = 600;
const LIMIT_REASONS = [
  "normal",
  "capacity drop",
  "malfunction",
  "high temperature",
  "low temperature",
];
/** Positions of the shifter, 0x11A B0.7 u4. */
const SHIFTER: Readonly<Record<number, number>> = {
  0: 0,
  1: 0,
  2: -1,
  3: 0,
  4: 1,
};
const VENTS: Readonly<Record<number, string>> = {
  0x80: "off",
  0x88: "face",
  0x90: "face+feet",
  0x98: "feet",
  0xa0: "feet+windscreen",
  0xa8: "windscreen",
};
const INTAKES: Readonly<Record<number, string>> = {
  0x09: "recirc",
  0x12: "fresh",
  0x92: "defrost",
};
/** Modes of 0x54B B1 in which the air conditioning of the first cars runs (R12). */
const HVAC_ZE0: readonly number[] = [0x0a, 0x48, 0x4b, 0x71, 0x76, 0x78];

/** Battery: current, voltage, dashboard's SOC. */
function battery(f: Bytes, put: P, ctx: X): void {
  const raw = field(f.u16(2), 7, 10);
  // Values before the BMS has measured (R1).
  if (raw === 0x3ff) return;
  const voltage = raw / 2, current = -signed(field(f.u16(0), 7, 11), 11) / 2;
  put.voltage = voltage;
  put.current = current;
  put.power = voltage * current / 1000;
  if (ctx.state.byBattery) fromBattery(put);
  const dash = f.u8(4) & 0x7f;
  if (dash > 0 && dash < 0x7f && !isZe1(ctx)) dashSoc(dash, put, ctx);
}

/** The dashboard's SOC is the car's, unless the owner wants that of a new battery (R3). */
export function dashSoc(percent: number, put: P, { state, settings }: X): void {
  put.socInstrument = percent;
  state.dashSoc = true;
  if (!settings.socNewCar) put.soc = percent;
}

/** Limits of the power, kW. */
function limits(f: Bytes, put: P): void {
  const output = field(f.u16(0), 7, 10);
  if (output === 0x3ff) return;
  put.outputLimit = output / 4;
  put.regenLimit = field(f.u16(1), 5, 10) / 4;
  const charge = field(f.u16(2), 3, 10);
  if (charge !== 0x3ff) put.chargeLimit = charge / 10 - 10;
}

/** The BMS's own SOC; the car's where the dashboard tells none, as on the first ones (R3). */
function nominalSoc(f: Bytes, put: P, ctx: X): void {
  const raw = field(f.u16(0), 7, 10);
  if (raw === 0x3ff) return;
  put.socNominal = raw / 10;
  const { settings, state } = ctx;
  if (settings.socNewCar || state.dashSoc || !isZe0(ctx)) return;
  put.soc = raw / 10;
}

/** Gids, bars, health, times. */
function gids(f: Bytes, put: P, ctx: X): void {
  const { settings, state } = ctx, raw = field(f.u16(0), 7, 10);
  if (raw !== 0x3ff) {
    if (f.bit(5, 4)) {
      put.maxGids = raw;
      state.laterPack = true;
    } else {
      put.gids = raw;
      put.available = raw * KWH_PER_GID;
      put.socNewCar = 100 * raw / settings.maxGids;
      if (settings.socNewCar) {
        put.soc = Math.min(100, 100 * raw / settings.maxGids);
      }
    }
  }
  bars(f, put, ctx);
  const health = f.u8(4) >> 1;
  if (health > 0 && health < NO_HEALTH) {
    put.sohInstrument = health;
    if (!state.polledHealth) put.soh = health;
  }
  put.limitReason = LIMIT_REASONS[f.u8(5) >> 5] ?? "unknown";
  capacity(put, ctx);
  // Later packs have a segment of the dashboard there
  if (isFirstPack(ctx) && f.u8(3) !== 0xff) {
    if (!state.bmsTemperature && state.sensors.length === 0) {
      put.temperature = f.u8(3) - 40;
    }
  }
  minutesLeft(f, put, ctx);
}

/** The pack of a first car, unless it got a later one, which is common. */
const isFirstPack = (ctx: X) => isZe0(ctx) && !ctx.state.laterPack;

/** Places of the minutes in their list: to full, then to 80 %, each at 6.6 kW, 200 V and 100 V. */
const TIMERS = {
  first: { 9: 1, 10: 4, 17: 2, 18: 5 },
  later: { 5: 0, 8: 1, 11: 2, 18: 3, 21: 4, 24: 5 },
  ze1: { 8: 0, 12: 1, 16: 2 },
} as const satisfies Record<string, Readonly<Record<number, number>>>;

/** Minutes that a charge lasts, by the selector of the frame. */
function minutesLeft(f: Bytes, put: P, ctx: X): void {
  const selector = field(f.u16(5), 1, 5), minutes = field(f.u16(6), 4, 13);
  const timers: Readonly<Record<number, number>> = isZe1(ctx)
    ? TIMERS.ze1
    : isFirstPack(ctx)
    ? TIMERS.first
    : TIMERS.later;
  const place = timers[selector];
  if (place === undefined) return;
  if (minutes !== NO_MINUTES) put.chargeTimes.set(place, minutes);
  // The list is as fresh as its other values
  else if (ctx.metrics.chargeTimes.at(place) !== undefined) {
    put.chargeTimes.set(place, undefined);
  }
}

function bars(f: Bytes, put: P, ctx: X): void {
  const raw = f.u8(2);
  if (raw === 0xff) return;
  const count = isFirstPack(ctx) ? raw & 0x0f : Math.floor(raw / SEGMENTS);
  if (f.bit(4, 0)) put.capacityBars = count;
  else put.chargeBars = count;
}

/** Energy of the full battery (e): by its gids as new, else as the BMS tells it. */
function capacity(put: P, { state, settings }: X): void {
  const kwh = put.maxGids > 0
    ? put.maxGids * KWH_PER_GID
    : state.fullCapacity ?? settings.maxGids * KWH_PER_GID;
  put.capacity = kwh;
  put.capacityNow = kwh;
}

/** Capacity, and on a ZE1 the dashboard's SOC. */
function energy(f: Bytes, put: P, ctx: X): void {
  const isLarge = Math.max(put.maxGids || 0, ctx.settings.maxGids) > LARGE_PACK;
  const full = isLarge ? field(f.u16(2), 5, 10) : field(f.u16(2), 4, 9);
  if (full > 0) {
    ctx.state.fullCapacity = full / 10;
    capacity(put, ctx);
  }
  const dash = f.u8(7);
  if (isZe1(ctx) && dash > 0 && dash <= 200) dashSoc(dash / 2, put, ctx);
}

function temperature(f: Bytes, put: P, ctx: X): void {
  if (isZe1(ctx) || f.u8(0) >> 6 !== 1 || f.u8(2) >= 0xfe) return;
  ctx.state.bmsTemperature = true;
  put.temperature = (f.u8(2) >> 1) - 40;
}

/** Motor: revolutions, torque. */
function motor(f: Bytes, put: P): void {
  const word = f.u16(4);
  if (word === 0x7ffe || word === 0x7fff || f.u8(0) === 0xff) return;
  const rpm = signed(word >> 1, 15);
  const torque = signed(field(f.u16(2), 2, 11), 11) / 2;
  put.rpm = rpm;
  put.inverterPower = rpm * torque * 2 * Math.PI / 60_000;
}

/** Fan, vents, and what the air conditioning does (R12). */
function climate(f: Bytes, put: P, ctx: X): void {
  const mode = f.u8(1), fan = f.u8(4) >> 3 & 7;
  if (isZe0(ctx)) {
    put.heating = (mode & 0x02) !== 0;
    put.cooling = (mode & 0x10) !== 0;
    put.hvac = HVAC_ZE0.includes(mode) || fan > 0;
    put.cabinFan = fan / 7 * 100;
  } else {
    const on = mode !== 0x08 && mode !== 0x04;
    put.heating = on && (mode & 0x01) !== 0;
    put.cooling = on && (mode & 0x30) !== 0;
    put.hvac = on;
    put.cabinFan = on ? fan / 7 * 100 : 0;
  }
  put.cabinVent = VENTS[f.u8(2)] ?? "";
  put.cabinIntake = INTAKES[f.u8(3)] ?? "";
}

function shifter(f: Bytes, put: P, { state }: X): void {
  const power = f.u8(1) >> 6;
  if (state.gear421 || power !== 1 && power !== 2) return;
  const gear = SHIFTER[f.u8(0) >> 4];
  if (gear !== undefined) put.gear = gear;
}

/** Speed of 0x284, from whichever bus. */
export function speed(f: Bytes, from: "ev" | "car", put: P, ctx: X): void {
  const raw = f.u16(4);
  if (raw === NO_SPEED) return;
  takeSpeed(raw / ctx.settings.speeddivisor, from, put, ctx);
}

/** READY: 2 in the highest bits (R8). */
export function ready(f: Bytes, put: P, ctx: X): void {
  const on = f.u8(0) >> 6 === 2;
  put.on = on;
  if (on) ctx.state.awakeAt = ctx.now;
}

/** Frames by identifier. */
export const evCan: Readonly<Record<number, Frame>> = {
  0x1db: { bytes: 8, checks: CRC, decode: battery },
  0x1dc: { bytes: 8, checks: CRC, decode: limits },
  0x55b: { bytes: 8, checks: CRC, decode: nominalSoc },
  0x5bc: { bytes: 8, decode: gids },
  0x59e: { bytes: 8, decode: energy },
  0x5c0: { bytes: 8, decode: temperature },
  0x1da: { bytes: 8, checks: CRC, decode: motor },
  0x1d4: {
    bytes: 8,
    checks: CRC,
    // The plug was pulled while it charged.
    decode: (f, put, ctx) => {
      // A quick charge that no frame tells ends by the battery's current
      if (put.charging && !f.bit(6, 7) && !ctx.state.inferredQuick) {
        stopped(put, ctx);
      }
    },
  },
  0x11a: { bytes: 2, decode: shifter },
  0x284: {
    bytes: 6,
    decode: (f, put, ctx) => speed(f, "ev", put, ctx),
  },
  0x50a: { bytes: 6, decode: ready },
  0x1c2: {
    bytes: 0,
    decode: (_, __, { state }) => void (state.seen.ze1 = true),
  },
  0x380: {
    bytes: 8,
    decode: (f, _, { state }) => {
      state.seen.charger380 = true;
      state.chargerLimit = field(f.u16(2), 0, 9) / 10;
    },
  },
  0x390: { bytes: 8, when: { at: "B5", not: NOTHING }, decode: charger390 },
  0x5bf: { bytes: 8, decode: charger5bf },
  0x54a: {
    bytes: 5,
    decode: (f, put) => {
      if (f.u8(4) === 0 || f.u8(4) === NOTHING) return;
      if (put.heating || put.cooling) {
        put.cabinSetpoint = f.u8(4) / 2;
      }
    },
  },
  0x54b: { bytes: 5, when: { at: "B1", not: NOTHING }, decode: climate },
  0x54c: {
    bytes: 7,
    decode: (f, put) => {
      if (f.u8(6) !== NOTHING && f.u8(6) !== 0) put.ambient = f.u8(6) / 2 - 40;
    },
  },
  0x54f: {
    bytes: 1,
    decode: (f, put, ctx) => {
      const raw = f.u8(0), ze1 = isZe1(ctx);
      if (raw === NOTHING || raw === 0x14 || ze1 && raw === 0x50) return;
      put.cabinTemp = (ze1 ? raw / 2 - 40 : celsius(raw)) +
        ctx.settings.cabintempoffset;
    },
  },
  0x55a: {
    bytes: 3,
    decode: (f, put) => {
      const motor = f.u8(1), inverter = f.u8(2);
      if (motor !== 0 && motor !== NOTHING) put.motorTemp = celsius(motor);
      if (inverter !== 0 && inverter !== NOTHING) {
        put.inverterTemp = celsius(inverter);
      }
    },
  },
  0x5a9: {
    bytes: 3,
    decode: (f, put) => {
      const raw = field(f.u16(1), 7, 12);
      if (raw !== 0xfff) put.rangeInstrument = Math.trunc(raw / 5);
    },
  },
  0x5b9: {
    bytes: 2,
    decode: (f, put) => {
      const minutes = field(f.u16(0), 2, 11);
      if (minutes !== 0x7ff) put.chargeMinutes = minutes;
    },
  },
};
