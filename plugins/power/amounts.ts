import { round } from "ovms-edge";
import { STEPS_PER_KM, UNITS_PER_WH } from "./statistics.ts";

/** What a day, a trip or a charge sums up: energy units and 1/10 m. */
export interface Amounts {
  readonly used: number;
  /** By recuperation. */
  readonly regained: number;
  /** From the mains. */
  readonly charged: number;
  readonly distance: number;
}

/** Nothing used, nothing driven. */
export const NOTHING: Amounts = {
  used: 0,
  regained: 0,
  charged: 0,
  distance: 0,
};

/** Amounts that grow. A class, since V8 keeps its numbers as plain doubles whatever other objects have the same names. */
export class Sums implements Amounts {
  used = 0;
  regained = 0;
  charged = 0;
  distance = 0;
}

/** Adds to what a day or a journey has so far. */
export function accumulate(sums: Sums, amounts: Amounts): void {
  sums.used += amounts.used;
  sums.regained += amounts.regained;
  sums.charged += amounts.charged;
  sums.distance += amounts.distance;
}

/** Whether nothing was used, charged or driven. */
export function isNothing(a: Amounts): boolean {
  return a.used + a.regained + a.charged + a.distance === 0;
}

/** Energy units as Wh, not rounded. */
export function inWh(units: number): number {
  return units / UNITS_PER_WH;
}

/** Tenths of a metre as km, not rounded. */
export function inKm(tenthsOfMetres: number): number {
  return tenthsOfMetres / STEPS_PER_KM;
}

/** With one decimal, halves up: 0.05 km between two values of an odometer are 0.1. */
export function tenths(value: number): string {
  return (round(value * 10) / 10).toFixed(1);
}
