// @ts-check
/** Sums of trips by month, in the browser's own zone. */

/**
 * A trip as its record has it; `begin` is empty or null where nobody knew the time.
 * @typedef {{ id?: number, begin: string | null, seconds: number | null, km: number | null, usedWh: number | null, regainedWh: number | null, maxSpeed: number | null }} Trip
 */
/** @typedef {ReturnType<typeof totals>} Totals */
/** @typedef {Omit<Totals, "trips"> & { month: string, trips: Trip[] }} Month */

/**
 * What some trips sum up to; unknown numbers count as nothing.
 * @param {readonly Trip[]} trips
 */
export function totals(trips) {
  /** @param {"km" | "seconds" | "usedWh" | "regainedWh"} name */
  const sum = (name) => trips.reduce((all, trip) => all + (trip[name] ?? 0), 0);
  return {
    trips: trips.length,
    km: sum("km"),
    seconds: sum("seconds"),
    usedWh: sum("usedWh"),
    regainedWh: sum("regainedWh"),
    maxSpeed: trips.reduce(
      (most, { maxSpeed }) => Math.max(most, maxSpeed ?? 0),
      0,
    ),
  };
}

/**
 * `2026-11`; empty for a trip whose begin nobody knows, as the clock was not to be trusted.
 * @param {Pick<Trip, "begin">} trip
 */
export function monthOf({ begin }) {
  if (begin === "" || begin === null) return "";
  const then = new Date(begin);
  return Number.isNaN(then.getTime())
    ? ""
    : `${then.getFullYear()}-${String(then.getMonth() + 1).padStart(2, "0")}`;
}

/**
 * Months with their trips and totals, newest first; those without a date last.
 * @param {readonly Trip[]} trips
 * @returns {Month[]}
 */
export function byMonth(trips) {
  /** @type {Map<string, Trip[]>} */
  const months = new Map();
  for (const trip of trips) {
    const month = monthOf(trip);
    const found = months.get(month);
    if (found) found.push(trip);
    else months.set(month, [trip]);
  }
  return [...months].sort(([a], [b]) => a < b ? 1 : a > b ? -1 : 0)
    .map(([month, list]) => ({
      ...totals(list),
      month,
      trips: list.toReversed(),
    }));
}

/** @type {readonly (keyof Month)[]} */
const columns = [
  "month",
  "trips",
  "km",
  "seconds",
  "usedWh",
  "regainedWh",
  "maxSpeed",
];

/**
 * The totals as a table for a spreadsheet.
 * @param {readonly Month[]} months
 */
export function monthsCsv(months) {
  /** @param {Month[keyof Month]} value */
  const cell = (value) =>
    typeof value === "string"
      ? value
      : Array.isArray(value)
      ? value.length
      : Number(value.toFixed(3));
  return [
    columns,
    ...months.map((row) => columns.map((column) => cell(row[column]))),
  ].map((row) => `${row.join(",")}\r\n`).join("");
}
