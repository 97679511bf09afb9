/** What is kept: the logbook, and the records of trips, charges and days. */
import { round } from "ovms-edge";
import type { Left } from "./logbook.ts";
import type { X } from "./own.ts";
import { chargeRow, dayRow, tripRow } from "./records.ts";

/** Where the logbook is stored. */
export const LOGBOOK = "logbook";

/** Writes the records of trips and charges that ended; nothing for those in which nothing happened. */
export function record(ctx: X, { trip, charge }: Partial<Left>): void {
  const number = round(ctx.metrics.odometer.or(0));
  if (trip) ctx.records.trip.write(number, tripRow(trip));
  if (charge) ctx.records.charge.write(number, chargeRow(charge));
  save(ctx);
}

/** Stores the logbook, with what else is written in this minute. */
export function save({ hal, state }: X): void {
  state.logbook.save((text) => hal.memory.later({ [LOGBOOK]: text }));
}

/** Days that are over are recorded, then everything is stored. */
export function closeDays(ctx: X): void {
  const { hal, records, state } = ctx;
  for (const day of state.logbook.ended(hal.clock.wall())) {
    const { number, row } = dayRow(day);
    records.day.write(number, row);
  }
  save(ctx);
}
