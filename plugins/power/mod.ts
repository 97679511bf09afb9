/**
 * Energy and distance of a car: by constant speed, acceleration, deceleration, up and down; by
 * trip, charge and day.
 * @module
 */
import { definePlugin, type Plugin, round, v } from "ovms-edge";
import { type Amounts, inKm, inWh } from "./amounts.ts";
import { spanOf } from "./journeys.ts";
import { dateIfTrusted, type Left } from "./logbook.ts";
import { CountedMeter, HeldMeter, Meters, SampledMeter } from "./meter.ts";
import type { PowerOptions } from "./options.ts";
import {
  altitude,
  declaration,
  meterAge,
  publish,
  publishCharged,
  publishSections,
  publishTotals,
  second,
  type X,
} from "./own.ts";
import {
  chargeRow,
  dayRow,
  records,
  statsRow,
  tripRow,
  usageRow,
} from "./records.ts";
import { daysReport, efficiencyReport, totalsReport } from "./report.ts";
import { CountedMotion } from "./motion.ts";
import { tripReport } from "./trip_report.ts";
import { sectionPrefix } from "./sections.ts";
import { STEPS_PER_KM, UNITS_PER_WH } from "./statistics.ts";

export type { Counters, PowerOptions } from "./options.ts";
export { sectionMetrics } from "./sections.ts";

/** Energy from which the trip is reported, units: 1 Wh, as the guide says. */
const REPORTED = UNITS_PER_WH;
/** Energy from which a trip is worth an entry of a log, units: 25 Wh, as later firmwares have it. */
const LOGGED = 25 * UNITS_PER_WH;
/** km/h that an acceleration of 1 m/s² makes in the 0.1 s between two speeds. */
const STEP = 0.36;
const MINUTE = 60;
/** Feature slot with the car's bits. */
const CAR_BITS = 14;
/** Seconds that a report takes on all channels. */
const REPORT_TAKES = 3;
/** Where the logbook is stored. */
const LOGBOOK = "logbook";

/** Hands what came since the last time to day, trip and charge. */
function takeOver(ctx: X, now = second(ctx)): Amounts {
  const { statistics, logbook } = ctx.state;
  return logbook.add(statistics.totals(), now);
}

/** The statistics begin anew, with a trip or a charge. */
function reset(ctx: X, of: "trip" | "charge"): void {
  ctx.state.of = of;
  ctx.state.statistics.reset();
  ctx.state.looked.reset();
  ctx.state.counted?.reset();
  ctx.state.logbook.reset();
  publish(ctx);
}

/** Writes the records of trips and charges that ended; nothing for those in which nothing happened. */
function record(ctx: X, { trip, charge }: Partial<Left>): void {
  const number = round(ctx.metrics.odometer.or(0));
  if (trip) ctx.records.trip.write(number, tripRow(trip));
  if (charge) ctx.records.charge.write(number, chargeRow(charge));
  save(ctx);
}

function save({ hal, state }: X): void {
  try {
    state.logbook.save((text) => hal.memory.put({ [LOGBOOK]: text }));
  } catch {
    // A full disk is reported by the store itself; the next minute tries again.
  }
}

/** Days that are over are recorded, then everything is stored. */
function closeDays(ctx: X): void {
  const { hal, records, state } = ctx;
  for (const day of state.logbook.ended(hal.clock.wall())) {
    const { number, row } = dayRow(day);
    records.day.write(number, row);
  }
  save(ctx);
}

/** The meters that there are. */
function metersOf(
  { hal, metrics: m }: X,
  { counters, way }: PowerOptions,
): Meters {
  const clock = () => hal.clock.monotonic();
  if (counters === undefined) {
    const own = way && (() => m.way.or(0) * STEPS_PER_KM);
    return new Meters(new HeldMeter(clock, () => 0, own));
  }
  const counts = {
    used: m.countedUsed,
    samples: m.countedSamples,
    recovered: m.countedRecovered,
    distance: m.countedDistance,
    packUsed: m.packUsed,
    packRecovered: m.packRecovered,
  };
  const counted = new CountedMeter(counts, counters);
  return new Meters(
    new SampledMeter(clock, counted, () => m.pack.value),
    counted,
  );
}

/** Reads the present meter. */
function read({ metrics: m, state: { meters, statistics } }: X): void {
  if (!meters) return;
  statistics.connect(meters.read, () => meters.nominal ?? m.pack.value);
}

/** Reads the meter that the owner wants. */
function connect(ctx: X): void {
  const { metrics: m, settings, state: { meters } } = ctx;
  if (!meters) return;
  const counts = settings.energy === "guide" && meters.counted !== undefined;
  if (meters.counts === counts && m.wanted.value === counts) return;
  meters.counts = counts;
  m.wanted.set(counts);
  read(ctx);
}

/** A program that starts in a driving car begins a trip of its own. */
function start(ctx: X, options: PowerOptions): void {
  const { hal, metrics: m, state } = ctx;
  state.meters = metersOf(ctx, options);
  state.counted = options.counters?.motion && new CountedMotion([
    m.movingCount,
    m.movingSum,
    m.fasterCount,
    m.fasterSum,
    m.slowerCount,
    m.slowerSum,
  ]);
  state.chargeState = m.chargeState.or("done");
  read(ctx);
  connect(ctx);
  record(ctx, state.logbook.restore(hal.memory.get(LOGBOOK)));
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
  state.trip.begin(m.odometer.value, state.socBefore ?? m.soc.value);
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

const kindOf = (channel: string) => channel === "sms" ? "sms" : "other";

/** A trip that is worth an entry gets it when its report is out. */
function entry(ctx: X, used: number, options: PowerOptions): void {
  if (used < LOGGED) return;
  look(ctx);
  publish(ctx);
  if (options.report) ctx.state.entryIn = REPORT_TAKES;
  else ctx.emit["trip-ended"]();
}

function entryDue(ctx: X): void {
  if (ctx.state.entryIn === undefined) return;
  ctx.state.entryIn = undefined;
  ctx.emit["trip-ended"]();
}

function switched(on: boolean, ctx: X, options: PowerOptions): void {
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
  state.trip.follow(m.odometer.value, m.soc.value);
  state.trip.end();
  const { used } = statistics.totals();
  report(ctx, used, options);
  entry(ctx, used, options);
  record(ctx, { trip: logbook.end("trip", second(ctx)) });
}

function chargeChanged(
  chargeState: string,
  ctx: X,
  { keepsInterrupted }: PowerOptions,
): void {
  const { state } = ctx, goesOn = state.chargeState === "stopped";
  state.chargeState = chargeState;
  const charging = chargeState === "charging" || chargeState === "topoff";
  if (charging === state.charging) return;
  if (charging) {
    // What came since the last second came from the mains: a car that is plugged in stands.
    state.charging = true;
    state.logbook.begin("charge", second(ctx));
    takeOver(ctx);
    if (keepsInterrupted && goesOn) publish(ctx);
    else reset(ctx, "charge");
  } else {
    takeOver(ctx);
    state.charging = false;
    publish(ctx);
    record(ctx, { charge: state.logbook.end("charge", second(ctx)) });
  }
}

/** How the car drives, up to now. */
function look({ hal, metrics: m, state }: X): void {
  const { statistics, looked } = state;
  looked.look(statistics.driving, m.speed.or(0), hal.clock.monotonic());
}

/** Another acceleration, m/s²; the speed that it led to belongs to it. */
function accelerates(now: number, ctx: X, step = now * STEP): void {
  const { hal, metrics: m, state: { statistics, looked } } = ctx;
  if (!statistics.accelerates(now)) return;
  looked.look(
    statistics.driving,
    Math.max(0, m.speed.or(0) - step),
    hal.clock.monotonic(),
  );
}

/** A car that does not tell its acceleration shows it by its speed, second by second. */
function followSpeed(ctx: X): void {
  const { metrics: m, state } = ctx;
  if (m.acceleration.age !== undefined || m.speed.age !== 0) return;
  const speed = m.speed.or(0), before = state.speed ?? speed;
  accelerates((speed - before) / 3.6, ctx, speed - before);
  state.speed = speed;
}

/** Another power of a car that does not sum it up, kW. */
function hold(power: number, ctx: X): void {
  const { meters } = ctx.state;
  if (meters?.measured instanceof HeldMeter) meters.measured.power(power);
  chargedMore(ctx);
}

/** STAT tells what a charge brought to the last sample. */
function chargedMore(ctx: X): void {
  if (ctx.state.charging) publishCharged(ctx);
}

/** The second's work; values that nothing came for are left to age. */
function everySecond(ctx: X): void {
  const { metrics: m, state } = ctx, { statistics, logbook } = state;
  const age = meterAge(ctx);
  connect(ctx);
  state.meters?.measured.second(m.power.age);
  followSpeed(ctx);
  look(ctx);
  state.trip.follow(m.odometer.value, m.soc.value);
  state.socBefore = m.soc.value;
  if (state.entryIn !== undefined && --state.entryIn <= 0) entryDue(ctx);
  if (m.carOn.value === true) {
    statistics.level(Math.round(m.odometer.or(0) * 100), altitude(ctx));
  }
  const now = second(ctx);
  logbook.second(now);
  if (age !== 0) return;
  const { used, regained, charged, distance } = takeOver(ctx, now);
  m.consumption.set(
    distance > 0 ? inWh(used - regained - charged) / inKm(distance) : 0,
  );
  publishTotals(ctx);
}

function recordStatistics({ records, state }: X): void {
  records.usage.writeChanged(0, usageRow(state.statistics));
  records.stats.writeChanged(0, statsRow(state));
}

/** Sections that nothing was added to are left to age, too. */
function tenSeconds(ctx: X): void {
  if ((meterAge(ctx) ?? Infinity) < 10) publishSections(ctx);
}

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
      trips: {
        name: "Trips",
        names: { de: "Fahrten", fr: "Trajets" },
        about: "history",
        often: true,
        icon: "M4 20V9M10 20V4M16 20v-8M22 20H2",
        module: new URL("./page/trips.js", import.meta.url),
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
