/** What release 3.9 makes of the car's frames (twizy-later.md, sections 15 to 17, 19, 20, 27). */
import type { BusFacts } from "../can/facts.ts";
import type { CarStates } from "../car.ts";

/** Bits of the status byte, 0x597 B1. */
const SWITCHING = 0x40, KEY = 0x10;
/** Feature slot of the charge mode, and its value that ends a charge at what is sufficient. */
const CHARGE_MODE = 6, STOP = 1;
/** °C at which a range is the owner's maximum. */
const AT = 20;

/** A quarter of the present change, the rest of what was before, halves away from zero. */
function steadied(before: number, change: number): number {
  const sum = 3 * before + change;
  return sum >= 0 ? (sum + 2) >> 2 : -((2 - sum) >> 2);
}

/** In whole kilometres; in single precision, as it was recorded: 50 km at 61 % stay 49. */
function chargedRange(then: number, socThen: number, soc: number): number {
  const steps = (percent: number) => Math.round(percent * 100);
  const perStep = Math.fround(Math.trunc(then) / steps(socThen));
  return Math.trunc(Math.fround(perStep * steps(soc)));
}

/** The frames. */
export const busFacts: BusFacts = {
  nominal: false,
  counts: true,
  lineCurrent: undefined,
  packRounding: 1,
  steadied,
  chargedRange,
};

/** Ready to drive is on; awake is the key outside of the phases in which it switches. */
export const carStates: CarStates = {
  // While it switches, as after a charge, the bit alone does not turn it on
  key: (status, before) =>
    (status & KEY) !== 0 && (before || (status & SWITCHING) === 0),
  on: ({ go, status }) => go && (status & SWITCHING) === 0,
  awake: ({ key, status }) => key && (status & SWITCHING) === 0,
  charging12v: ({ converter }) => converter,
  mode: (feature) => feature(CHARGE_MODE) === STOP ? "storage" : "standard",
  wholeSoc: Math.floor,
  shownSoc: Math.floor,
};

/** The maximum range at another temperature than 20 °C, km. */
export function rangeAt(max: number, celsius: number): number {
  return max - Math.trunc((AT - celsius) * 6 / 10);
}

/** First lines of the texts about a charge. */
export const chargeWords = {
  charging: "Charging",
  topoff: "Topping off",
  done: "Charge Done",
  stopped: "Charge Stopped",
} as const;
