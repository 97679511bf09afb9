// @ts-check
/** Trips and charges by day, month and year of the browser's own zone, and what they sum up to. */

/**
 * A trip as the gateway tells it; null is what nobody knows.
 * @typedef {object} Trip
 * @property {number} id
 * @property {string} vehicle code of its vehicle type; empty where nobody knows
 * @property {string | null} begin UTC
 * @property {string | null} end
 * @property {number | null} seconds
 * @property {boolean} whole false: it was cut by a loss of power
 * @property {number | null} moving s
 * @property {number | null} km
 * @property {number | null} usedWh
 * @property {number | null} regainedWh
 * @property {number | null} socBefore
 * @property {number | null} socAfter
 * @property {number | null} maxSpeed
 * @property {number | null} maxPower
 * @property {number | null} maxRegained
 */
/**
 * A charge as the gateway tells it.
 * @typedef {object} Charge
 * @property {number} id
 * @property {string} vehicle code of its vehicle type; empty where nobody knows
 * @property {string | null} begin UTC
 * @property {string | null} end
 * @property {number | null} seconds
 * @property {boolean} whole
 * @property {number | null} chargedWh
 * @property {number | null} gridWh
 * @property {number | null} socBefore
 * @property {number | null} socAfter
 * @property {number | null} maxPower
 * @property {number | null} tempMin
 * @property {number | null} tempMax
 * @property {number | null} cost
 * @property {string} currency
 */
/** @typedef {{ trips: readonly Trip[], charges: readonly Charge[] }} Both */
/** @typedef {"day" | "month" | "year"} By */
/** @typedef {ReturnType<typeof totals>} Totals */
/** @typedef {Both & { key: string }} Group */

const LENGTHS = { day: 10, month: 7, year: 4 };

/** @param {number} n */
const two = (n) => String(n).padStart(2, "0");

/**
 * `2026-11-05`, `2026-11` or `2026`; empty for what nobody can date.
 * @param {string | number | null} time
 * @param {By} by
 */
export function keyOf(time, by) {
  const then = new Date(time ?? NaN);
  if (Number.isNaN(then.getTime())) return "";
  const day = `${then.getFullYear()}-${two(then.getMonth() + 1)}-${
    two(then.getDate())
  }`;
  return day.slice(0, LENGTHS[by]);
}

/**
 * What a key is of.
 * @param {string} key
 * @returns {By}
 */
export const byOf = (key) =>
  key.length > LENGTHS.month
    ? "day"
    : key.length > LENGTHS.year
    ? "month"
    : "year";

/**
 * Begin and end of a period, ms, or of the one so many after it.
 * @param {string} key
 * @param {number} [step]
 * @returns {{ since: number, until: number }}
 */
export function spanOf(key, step = 0) {
  const [year = 0, month = 1, day = 1] = key.split("-").map(Number);
  const by = byOf(key);
  /** @param {number} n */
  const at = (n) =>
    by === "year"
      ? new Date(year + n, 0, 1)
      : by === "month"
      ? new Date(year, month - 1 + n, 1)
      : new Date(year, month - 1, day + n);
  return { since: at(step).getTime(), until: at(step + 1).getTime() };
}

/**
 * The key of the period so many before or after.
 * @param {string} key
 * @param {number} step
 */
export const keyAt = (key, step) => keyOf(spanOf(key, step).since, byOf(key));

/**
 * Sums of what is known; null where nothing is.
 * @template T
 * @param {readonly T[]} all
 * @param {(one: T) => number | null} value
 */
function sum(all, value) {
  const known = all.map(value).filter((x) => x !== null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0);
}

/**
 * What some trips and charges come to; null is what nobody knows of any of them.
 * @param {Both} both
 */
export function totals({ trips, charges }) {
  const speeds = trips.map(({ maxSpeed }) => maxSpeed).filter((x) =>
    x !== null
  );
  // Only trips of which both are known say what the car takes
  const told = trips.filter(({ km, usedWh }) => km !== null && usedWh !== null);
  /** @type {Map<string, number>} */
  const costs = new Map();
  for (const { cost, currency } of charges) {
    if (cost !== null) costs.set(currency, (costs.get(currency) ?? 0) + cost);
  }
  const net = sum(
    told,
    ({ usedWh, regainedWh }) =>
      usedWh === null ? null : usedWh - (regainedWh ?? 0),
  );
  return {
    trips: trips.length,
    km: sum(trips, ({ km }) => km),
    seconds: sum(trips, ({ moving, seconds }) => moving ?? seconds),
    usedWh: sum(trips, ({ usedWh }) => usedWh),
    regainedWh: sum(trips, ({ regainedWh }) => regainedWh),
    maxSpeed: speeds.length === 0 ? null : Math.max(...speeds),
    whPerKm: perKm(net, sum(told, ({ km }) => km)),
    charges: charges.length,
    chargedWh: sum(charges, ({ gridWh, chargedWh }) => gridWh ?? chargedWh),
    costs: [...costs].map(([currency, cost]) => ({ currency, cost })),
  };
}

/**
 * @param {number | null} wh
 * @param {number | null} km
 */
const perKm = (wh, km) =>
  wh === null || km === null || km <= 0 ? null : wh / km;

/**
 * Trips and charges by period, newest first.
 * @param {Both} both
 * @param {By} by
 * @returns {Group[]}
 */
export function groupsOf({ trips, charges }, by) {
  /** @type {Map<string, { trips: Trip[], charges: Charge[] }>} */
  const groups = new Map();
  /** @param {string | null} begin */
  const groupOf = (begin) => {
    const key = keyOf(begin, by);
    const group = groups.get(key) ?? { trips: [], charges: [] };
    groups.set(key, group);
    return group;
  };
  for (const trip of trips) groupOf(trip.begin).trips.push(trip);
  for (const charge of charges) groupOf(charge.begin).charges.push(charge);
  return [...groups].map(([key, group]) => ({ key, ...group }))
    .sort((a, b) => a.key < b.key ? 1 : -1);
}

/** @type {readonly (keyof Trip)[]} */
const TRIP_COLUMNS = [
  "begin",
  "end",
  "seconds",
  "moving",
  "km",
  "usedWh",
  "regainedWh",
  "socBefore",
  "socAfter",
  "maxSpeed",
  "maxPower",
  "maxRegained",
  "vehicle",
];
/** @type {readonly (keyof Charge)[]} */
const CHARGE_COLUMNS = [
  "begin",
  "end",
  "seconds",
  "chargedWh",
  "gridWh",
  "socBefore",
  "socAfter",
  "maxPower",
  "tempMin",
  "tempMax",
  "cost",
  "currency",
  "vehicle",
];

/** @param {string | number | boolean | null} value */
const cell = (value) =>
  typeof value === "number" ? Number(value.toFixed(3)) : value ?? "";

/**
 * @template T
 * @param {readonly T[]} all
 * @param {readonly (keyof T)[]} names
 */
const csv = (all, names) =>
  [
    names,
    ...all.map((one) =>
      names.map((name) =>
        cell(/** @type {string | number | boolean | null} */ (one[name]))
      )
    ),
  ].map((row) => `${row.join(",")}\r\n`).join("");

/**
 * Trips as a table for a spreadsheet; what nobody knows is empty.
 * @param {readonly Trip[]} trips
 */
export const tripsCsv = (trips) => csv(trips, TRIP_COLUMNS);

/**
 * The same of charges.
 * @param {readonly Charge[]} charges
 */
export const chargesCsv = (charges) => csv(charges, CHARGE_COLUMNS);
