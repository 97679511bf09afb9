/**
 * Energy and distance of a car: by constant speed, acceleration, deceleration, up and down; by
 * trip, charge and day.
 * @module
 */
import { definePlugin, type Plugin, v } from "ovms-edge";
import { chargeChanged, chargedMore } from "./charges.ts";
import { accelerates, hold } from "./driving.ts";
import { spanOf } from "./journeys.ts";
import { closeDays, save } from "./keeping.ts";
import { dateIfTrusted } from "./logbook.ts";
import type { PowerOptions } from "./options.ts";
import { declaration, type X } from "./own.ts";
import { dayRow, records, statsRow, usageRow } from "./records.ts";
import { everySecond, recordStatistics, tenSeconds } from "./ticks.ts";
import { daysReport, efficiencyReport, totalsReport } from "./report.ts";
import { sectionPrefix } from "./sections.ts";
import { tripReport } from "./trip_report.ts";
import { kindOf, start, switched } from "./trips.ts";
import { texts } from "./languages.ts";
export type {
  Counters,
  MotionCounters,
  PowerOptions,
  TripReport,
} from "./options.ts";
export { sectionMetrics } from "./sections.ts";

const MINUTE = 60;

/** A day, as its record has it. */
const dayAnswer = v.object({
  date: v.string(),
  usedWh: v.number(),
  regainedWh: v.number(),
  chargedWh: v.number(),
  km: v.number(),
});

/** Efficiency of the trip, or its totals (T). */
function reportOf(
  state: X["state"],
  mode: string,
  channel: "sms" | "other",
  { report }: PowerOptions,
): readonly string[] {
  const { statistics, trip } = state;
  if (mode.charAt(0).toUpperCase() === "T") {
    return totalsReport(statistics, report && trip.km);
  }
  return report ? tripReport(state, channel) : efficiencyReport(statistics);
}

/** Power statistics of a car. */
export function power(options: PowerOptions): Plugin {
  return definePlugin({
    ...declaration(options),
    id: "power",
    summary: "Energy and distance by kind of driving, by trip, charge and day",
    texts,
    sensitive: false,
    sms: {
      "POWER": {
        usage: "POWER [E|T|D]",
        summary: "Efficiency of the trip (E), totals (T), last seven days (D)",
        run: ([mode = ""], { hal, state }, { link }) =>
          mode.charAt(0).toUpperCase() === "D"
            ? daysReport(state.logbook.days, hal.clock.wall())
            : reportOf(state, mode, kindOf(link), options),
      },
    },
    msg: {
      "207": {
        name: "PowerUsageNotify",
        summary: "Pushes the efficiency of the trip, or its totals (T)",
        run: ([mode = ""], { state }) => ({
          push: reportOf(state, mode, "other", options),
        }),
      },
      "208": {
        name: "PowerUsageStats",
        summary:
          `Sends the records ${options.prefix}-PWR-UsageStats and -Stats`,
        run: (_, { records, state }) => {
          records.usage.write(0, usageRow(state.statistics));
          records.stats.write(0, statsRow(state));
          return [];
        },
      },
    },
    queries: {
      charge: {
        summary:
          "The charge under way: begin in UTC, empty while the clock was not to be trusted, and SOC then in %; null without one",
        answer: v.object({
          begin: v.nullable(v.string()),
          socBefore: v.nullable(v.number()),
        }),
        run: (_, { state: { logbook: { charge } } }) => ({
          begin: charge ? spanOf(charge).begin : null,
          socBefore: charge?.socBefore ?? null,
        }),
      },
      now: {
        summary:
          "What the statistics sum up at present, and today so far; null while nobody knows the date",
        answer: v.object({
          of: v.picklist(["trip", "charge", "nothing"]),
          today: v.nullable(dayAnswer),
        }),
        run: (_, { hal, state: { of, logbook: { days } } }) => {
          const date = dateIfTrusted(hal.clock.wall());
          const today = date === undefined
            ? null
            : dayRow({ date, amounts: days.on(date) }).row;
          return { of, today };
        },
      },
      sources: {
        summary:
          "Record types of this vehicle's trips and days, and what the metrics of its sections begin with",
        answer: v.object({
          trip: v.string(),
          day: v.string(),
          charge: v.string(),
          sections: v.string(),
        }),
        run: () => {
          const { trip, day, charge } = records(options);
          return {
            trip: trip.type,
            day: day.type,
            charge: charge.type,
            sections: sectionPrefix(options.prefix),
          };
        },
      },
    },
    pages: {
      energy: {
        name: "Energy",
        names: { de: "Energie", fr: "Énergie" },
        icon: "M13 3 6 13h5l-1 8 8-11h-5z",
        module: new URL("./page/energy.js", import.meta.url),
      },
    },
    every: {
      second: (ctx) => {
        everySecond(ctx);
        if (ctx.now % MINUTE === options.recordsAt) recordStatistics(ctx);
      },
      tenSeconds,
      minute: (ctx) => {
        if (options.recordsAt === undefined) recordStatistics(ctx);
        closeDays(ctx);
      },
    },
    on: {
      carOn: (on, ctx) => switched(on, ctx, options),
      chargeState: (now, ctx) => chargeChanged(now, ctx, options),
      acceleration: (now, ctx) => accelerates(now, ctx),
      // Samples that the car sums up itself are looked at when somebody asks.
      ...(options.counters === undefined
        ? { power: hold }
        : { countedCharged: (_: number, ctx: X) => chargedMore(ctx) }),
      odometer: (now, { state }) => state.meters?.measured.odometer(now),
    },
    start: (ctx) => start(ctx, options),
    stop: save,
  });
}
