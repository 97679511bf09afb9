/** What the battery's and the vehicle's control unit are asked (section c of the public notes). */
import { type AnswerBytes, kwp, type PollDef, uds } from "ovms-edge";
import { isZe1, type P, type X } from "./own.ts";

type Poll = PollDef<P, X>;

/** Battery on the EV-CAN, vehicle control on the CAR-CAN. */
const BATTERY = { to: 0x79b, from: 0x7bb } as const;
const VEHICLE = { to: 0x797, from: 0x79a, bus: 2 } as const;
const CELLS = 96, SENSORS = 4, INVALID_CELL = 5000;
/** Two and three bytes that tell no value. */
const NO_WORD = 0xffff, NO_LONG = 0xffffff;
/** What stands for a blank in the VIN. */
const BLANK = "\x1b";
/** Lengths of group 1: 24 and 30 kWh, and packs of 40 kWh on. */
const GROUP_1 = [39, 41], GROUP_1_LATE = 51;
const awake = (seconds: number) => ({
  on: seconds,
  driving: seconds,
  charging: seconds,
});

/** SOC, capacity, Hx; an answer of another length is none that is known. */
function group1(r: AnswerBytes, put: P, ctx: X): void {
  const late = r.length === GROUP_1_LATE, { settings, state } = ctx;
  if (!late && !GROUP_1.includes(r.length)) return;
  // A ZE1 whose dashboard has not told its SOC yet (R3)
  if (isZe1(ctx) && !state.dashSoc && !settings.socNewCar) {
    const soc = r.u24(late ? 31 : 29);
    if (soc !== NO_LONG) put.soc = soc / 10_000;
  }
  const hx = r.u16(late ? 28 : 26), raw = r.u24(late ? 35 : 33);
  if (hx !== NO_WORD) put.hx = late ? hx / 102.4 : hx / 100;
  if (raw === NO_LONG) return;
  const ah = raw / 10_000;
  put.cac = ah;
  put.sohNewCar = 100 * ah / settings.newCarAh;
}

/** 96 cell voltages. */
function group2(r: AnswerBytes, put: P): void {
  for (let cell = 0; cell < CELLS; cell++) {
    const mv = r.u16(2 * cell);
    put.cells.set(cell, mv < INVALID_CELL ? mv / 1000 : undefined);
  }
  put.sensorSets++;
}

/** Up to four sensors: one that never was there (0xFFFF) is left out of the list, one that fell silent keeps its place. */
function group4(r: AnswerBytes, put: P, { state }: X): void {
  const raws = Array.from({ length: SENSORS }, (_, n) => r.u16(3 * n));
  const tells = (n: number) => raws[n] !== NO_WORD;
  const places = [...raws.keys()];
  if (!places.some(tells)) return;
  state.sensors = places.filter((n) => tells(n) || state.sensors.includes(n));
  const all = state.sensors.map((n) =>
    tells(n) ? -0.102 * ((raws[n] ?? NO_WORD) - 710) : undefined
  );
  for (const [place, celsius] of all.entries()) {
    put.temperatures.set(place, celsius);
  }
  if (!state.bmsTemperature) {
    put.temperature = Math.max(...all.filter((one) => one !== undefined));
  }
}

/** Cells that are shunted: 96 bits in twelve whole bytes, or in the low nibbles of 24. */
function group6(r: AnswerBytes, put: P): void {
  const whole = Array.from({ length: 12 }, (_, n) => r.u8(12 + n))
    .every((byte) => byte === 0xff);
  const flags = Array.from(
    { length: CELLS },
    (_, cell) =>
      whole
        ? r.u8(cell >> 3) >> (cell & 7) & 1
        : r.u8(cell >> 2) >> (3 - (cell & 3)) & 1,
  );
  put.balancing = flags.join("");
}

/** Counters of the charger; 0xFFFF is none. */
const counter = (
  put: (r: AnswerBytes, count: number, to: P) => void,
): Poll["decode"] =>
(r, to) => {
  const count = r.u16(0);
  if (count !== NO_WORD) put(r, count, to);
};

/** Seconds in which what the car said counts as said now. */
const PRESENT = 2;

/** The car says now that it is on, or it charges: one that was switched off is left to fall asleep. */
const isUp = ({ metrics, now, state }: X): boolean =>
  now - state.awakeAt <= PRESENT || metrics.charging.or(false);

/** What is asked of a car that is up, in this order. */
const questions: readonly Poll[] = [
  {
    ...VEHICLE,
    read: kwp(0x81),
    every: { on: 3600 },
    bytes: 17,
    decode: (r, put) => {
      const vin = r.text(0, 17).replaceAll(BLANK, " ").trim();
      if (/^[A-Z0-9][A-Z0-9 ]*$/.test(vin)) put.vin = vin;
    },
  },
  {
    ...VEHICLE,
    read: uds(0x1203),
    every: { charging: 3600 },
    bytes: 2,
    decode: counter((_, count, put) => put.quickCharges = count),
  },
  {
    ...VEHICLE,
    read: uds(0x1205),
    every: { charging: 3600 },
    bytes: 2,
    decode: counter((_, count, put) => put.slowCharges = count),
  },
  { ...BATTERY, read: kwp(0x01), every: awake(60), bytes: 39, decode: group1 },
  { ...BATTERY, read: kwp(0x02), every: awake(60), bytes: 192, decode: group2 },
  // From 2018 on while it charges only
  {
    ...BATTERY,
    read: kwp(0x06),
    every: awake(60),
    when: (ctx) => !isZe1(ctx),
    bytes: 24,
    decode: group6,
  },
  {
    ...BATTERY,
    read: kwp(0x06),
    every: { charging: 60 },
    when: isZe1,
    bytes: 24,
    decode: group6,
  },
  { ...BATTERY, read: kwp(0x04), every: awake(180), bytes: 14, decode: group4 },
  {
    ...BATTERY,
    read: kwp(0x61),
    every: awake(900),
    // Its layout is known from these cars only
    when: isZe1,
    bytes: 4,
    decode: (r, put, { state }) => {
      const health = r.u16(2) / 100;
      if (health <= 0 || health > 120) return;
      state.polledHealth = true;
      put.soh = health;
      put.sohInstrument = health;
    },
  },
];

/** The polls. */
export const polls: readonly Poll[] = questions.map((poll) => ({
  ...poll,
  when: (ctx) => isUp(ctx) && (poll.when?.(ctx) ?? true),
}));
