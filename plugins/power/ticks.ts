/** The regular work. */
import { takeOver } from "./accounts.ts";
import { inKm, inWh } from "./amounts.ts";
import { followSpeed, look } from "./driving.ts";
import { connect } from "./meters.ts";
import {
  altitude,
  meterAge,
  publishMotion,
  publishSections,
  publishTotals,
  second,
  type X,
} from "./own.ts";
import { statsRow, usageRow } from "./records.ts";
import { entryDue } from "./trips.ts";

/** The second's work; values that nothing came for are left to age. */
export function everySecond(ctx: X): void {
  const { metrics: m, state } = ctx, { statistics, logbook } = state;
  const age = meterAge(ctx);
  connect(ctx);
  state.meters?.measured.second(m.power.age);
  followSpeed(ctx);
  look(ctx);
  state.trip.follow(m.odometer.or(NaN), m.soc.or(NaN));
  state.socBefore = m.soc.or(NaN);
  if (state.entryIn !== undefined && --state.entryIn <= 0) entryDue(ctx);
  if (m.carOn.value === true) {
    statistics.level(Math.round(m.odometer.or(0) * 100), altitude(ctx));
  }
  const now = second(ctx);
  logbook.second(now);
  if (age !== 0) return;
  const totals = statistics.totals();
  const { used, regained, charged, distance } = takeOver(ctx, now, totals);
  m.consumption.set(
    distance > 0 ? inWh(used - regained - charged) / inKm(distance) : 0,
  );
  publishTotals(ctx, totals);
  publishMotion(ctx);
}

/** Writes the records of the statistics, where they changed. */
export function recordStatistics({ records, state }: X): void {
  records.usage.writeChanged(0, usageRow(state.statistics));
  records.stats.writeChanged(0, statsRow(state));
}

/** Sections that nothing was added to are left to age, too. */
export function tenSeconds(ctx: X): void {
  if ((meterAge(ctx) ?? Infinity) < 10) publishSections(ctx);
}
