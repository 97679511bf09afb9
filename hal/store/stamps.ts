import type { Stamp } from "../mod.ts";
import type { Value } from "./database.ts";
import { number, numberOrNone, type Row } from "./row.ts";

/** The values of the columns of number and time. */
export function stampValues(id: number, at: Stamp): readonly Value[] {
  return [id, at.wall ?? null, at.run, at.monotonic];
}

/** Number and time of a row. */
export function stampOf(row: Row): { readonly id: number; readonly at: Stamp } {
  return {
    id: number(row, "id"),
    at: {
      wall: numberOrNone(row, "wall"),
      run: number(row, "run"),
      monotonic: number(row, "monotonic"),
    },
  };
}
