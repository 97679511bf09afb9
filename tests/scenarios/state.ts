import type { State } from "./scenario.ts";

/** What the original shows before the first frame: a value still unknown is right there. */
const POWER_UP: Required<State> = {
  soc: 5000,
  soc_min: 10000,
  soc_max: 0,
  range: 50,
  speed: 0,
  power_w: 0,
  odometer: 0,
  linevoltage: 0,
  chargecurrent: 0,
  tpem: 0,
  tmotor: 0,
  tbattery: 0,
  vin: "-----------------",
  pack_mv: 0,
  cells_mv: Array(14).fill(0),
  temps_c: Array(7).fill(0),
  chargestate: 4,
  pwr: Array(9).fill(0),
  car_on: false,
  charging: false,
  pilot: false,
  charge_port: false,
  tcharger: 0,
  capacity: 0,
  status: 0x40,
};
/** Bits of the status that are free. */
const FREE_STATUS = 0x80;

/** km by which a range may differ. */
const RANGE_TOLERANCE = 1;

/**
 * True if decoded values are what the scenario expects.
 * @param exact no tolerances on numbers
 */
export function sameState(
  expected: State,
  actual: State,
  exact: boolean,
): boolean {
  const defaults = new Map(Object.entries(POWER_UP));
  const got = new Map(Object.entries(actual));
  return Object.entries(expected).every(([key, value]) => {
    if (key === "status" && typeof value === "number") {
      return sameBits(value, got.get(key), ~FREE_STATUS);
    }
    const tolerance = key === "range" && !exact ? RANGE_TOLERANCE : 0;
    return sameValue(value, got.get(key), defaults.get(key), tolerance);
  });
}

function sameBits(expected: number, actual: unknown, mask: number): boolean {
  return typeof actual === "number" && ((expected ^ actual) & mask) === 0;
}

function sameValue(
  expected: unknown,
  actual: unknown,
  atPowerUp: unknown,
  tolerance: number,
): boolean {
  if (Array.isArray(expected) && Array.isArray(atPowerUp)) {
    const got: unknown[] = Array.isArray(actual)
      ? actual
      : expected.map(() => actual);
    return got.length === expected.length &&
      expected.every((value, n) =>
        sameValue(value, got[n], atPowerUp[n], tolerance)
      );
  }
  if (actual === null) return expected === null || expected === atPowerUp;
  if (typeof expected === "number" && typeof actual === "number") {
    return Math.abs(expected - actual) <= tolerance;
  }
  return expected === actual;
}
