/** What is kept: the logbook, and the records of trips, charges and days. */
import { round } from "ovms-edge";
import type { Left } from "./logbook.ts";
import type { X } from "./own.ts";
import { chargeRow, dayRow, tripRow } from "./records.ts";

/** Where the logbook was stored before each vehicle type had its own. */
const ANY = "logbook";

/** Where the logbook of a vehicle type is stored. @param prefix of its records */
const keyOf = (prefix: string) => `${ANY}.${prefix}`;

/** What an earlier run stored of this vehicle type; before types were told apart, of whichever there was. */
export function kept({ hal, state }: X): string | undefined {
  return hal.memory.get(keyOf(state.prefix)) ?? hal.memory.get(ANY);
}

/** Writes the records of trips and charges that ended; nothing for those in which nothing happened. */
export function record(ctx: X, { trip, charge }: Partial<Left>): void {
  const number = round(ctx.metrics.odometer.or(0));
  if (trip) ctx.records.trip.write(number, tripRow(trip));
  if (charge) ctx.records.charge.write(number, chargeRow(charge));
  save(ctx);
}

/** Stores the logbook, with what else is written in this minute. */
export function save({ hal, state }: X): void {
  const key = keyOf(state.prefix);
  state.logbook.save((text) =>
    hal.memory.later({ [key]: text, [ANY]: undefined })
  );
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
