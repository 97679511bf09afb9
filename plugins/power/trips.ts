/** A trip begins and ends; its report and its entry of a log. */
import { reset, takeOver } from "./accounts.ts";
import { beginWithin } from "./charges.ts";
import { look } from "./driving.ts";
import { kept, record } from "./keeping.ts";
import { connect, metersOf, read } from "./meters.ts";
import { CountedMotion } from "./motion.ts";
import type { PowerOptions } from "./options.ts";
import { publish, second, type X } from "./own.ts";
import { efficiencyReport } from "./report.ts";
import { UNITS_PER_WH } from "./statistics.ts";
import { tripReport } from "./trip_report.ts";

/** Energy from which the trip is reported, units: 1 Wh, as the guide says. */
const REPORTED = UNITS_PER_WH;
/** Energy above which a trip is worth an entry of a log, units: 25 Wh, as later firmwares have it. */
const LOGGED = 25 * UNITS_PER_WH;

/** Feature slot with the car's bits. */
const CAR_BITS = 14;
/** Seconds that a report takes on all channels. */
const REPORT_TAKES = 3;

/** A program that starts in a driving car begins a trip of its own. */
export function start(ctx: X, options: PowerOptions): void {
  const { metrics: m, state } = ctx;
  state.meters = metersOf(ctx, options);
  state.counted = options.counters?.motion && new CountedMotion([
    m.movingCount,
    m.movingSum,
    m.fasterCount,
    m.fasterSum,
    m.slowerCount,
    m.slowerSum,
  ]);
  read(ctx);
  connect(ctx);
  record(ctx, state.logbook.restore(kept(ctx)));
  beginWithin(ctx);
  state.on = m.carOn.value === true;
  if (state.on) {
    state.of = "trip";
    beginTrip(ctx);
  }
  publish(ctx);
}

function beginTrip(ctx: X): void {
  const { metrics: m, state } = ctx;
  state.logbook.begin("trip", second(ctx));
  const { socBefore } = state;
  state.trip.begin(
    m.odometer.or(NaN),
    Number.isNaN(socBefore) ? m.soc.or(NaN) : socBefore,
  );
}

/** What the owner is told of a trip that ended. */
function report(ctx: X, used: number, options: PowerOptions): void {
  const { hal, notify, state } = ctx, trip = options.report;
  if (trip === undefined) {
    if (used >= REPORTED) notify.report(efficiencyReport(state.statistics));
    return;
  }
  const muted = (hal.slots.get(CAR_BITS) & trip.mutedBy) !== 0;
  if (muted || used <= trip.from * UNITS_PER_WH) return;
  notify.report((channel) => tripReport(state, kindOf(channel)));
}

/** Which form of the report a channel, or a link, carries. */
export const kindOf = (channel: string) => channel === "sms" ? "sms" : "other";

/** A trip that is worth an entry gets it when its report is out. */
function entry(ctx: X, used: number, options: PowerOptions): void {
  if (used <= LOGGED) return;
  look(ctx);
  publish(ctx);
  if (options.report) ctx.state.entryIn = REPORT_TAKES;
  else ctx.emit["trip-ended"]();
}

/** A trip that waited for its report to go out gets its entry. */
export function entryDue(ctx: X): void {
  if (ctx.state.entryIn === undefined) return;
  ctx.state.entryIn = undefined;
  ctx.emit["trip-ended"]();
}

/** The car was switched on or off. */
export function switched(on: boolean, ctx: X, options: PowerOptions): void {
  const { metrics: m, state } = ctx, { statistics, logbook } = state;
  takeOver(ctx);
  // A car that is heard for the first time, and is off, was not switched off now.
  const before = state.on;
  state.on = on;
  if (!on && !before) return;
  if (on) {
    entryDue(ctx);
    beginTrip(ctx);
    reset(ctx, "trip");
    return;
  }
  state.trip.follow(m.odometer.or(NaN), m.soc.or(NaN));
  state.trip.end();
  const { used } = statistics.totals();
  report(ctx, used, options);
  entry(ctx, used, options);
  record(ctx, { trip: logbook.end("trip", second(ctx)) });
}
