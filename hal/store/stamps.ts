import type { Stamp } from "../mod.ts";
import { number, numberOrNone, type Row, type Value } from "./database.ts";

/** The columns of number and time that journal, records and outbox share, in their order. */
export const STAMP_COLUMNS = "id, wall, run, monotonic";

/** The values of these columns. */
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
