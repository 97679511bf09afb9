// @ts-check
/** The trip and the charge that are under way, and the last ones. */
import { ask } from "ovms-edge/page";

/** @import { Charge, Trip } from "./periods.js" */
/**
 * @typedef {object} Now
 * @property {Pick<Trip, "begin" | "km" | "usedWh" | "regainedWh"> & { seconds: number } | null} trip
 * @property {Pick<Charge, "begin" | "chargedWh" | "gridWh" | "socBefore" | "cost" | "currency"> & { seconds: number } | null} charge
 * @property {Trip | null} lastTrip
 * @property {Charge | null} lastCharge
 * @property {readonly string[]} others codes of the other vehicle types that have some
 */

/** @returns {Promise<Now>} */
export const underWay = () => ask("/plugins/trips/now");

/**
 * When it may be another: each minute, and when the car is switched or plugged.
 * @param {import("ovms-edge/page").Live} live
 */
export const momentOf = (live) => [
  Math.floor((live.time ?? 0) / 60_000),
  live.flag("v.e.on"),
  live.flag("v.c.charging"),
];
