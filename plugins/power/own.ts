/** What the power plugin declares, and what its handlers share. */
import { type Ctx, declare, positionStaleness, v } from "ovms-edge";
import { inKm, inWh } from "./amounts.ts";
import { Logbook, type LogbookSecond, wallOf } from "./logbook.ts";
import { records } from "./records.ts";
import { CountedMotion, meanOf, Motion } from "./motion.ts";
import { TripSpan } from "./trip_span.ts";
import type { Meters } from "./meter.ts";
import { energySetting, type PowerOptions } from "./options.ts";
import { sectionMetrics } from "./sections.ts";
import { PowerStatistics } from "./statistics.ts";

/** Whether the owner wants the guide's way of counting, where the vehicle has no metric for that. */
const GUIDE = { unit: "", is: "flag" } as const;

/** What the plugin remembers while it runs. */
class PowerState {
  readonly statistics: PowerStatistics;
  readonly logbook = new Logbook();
  /** How it moves, second by second. */
  readonly looked = new Motion();
  /** The same as the car counts it, where it does. */
  counted: CountedMotion | undefined;
  /** Way and SOC of the trip. */
  readonly trip = new TripSpan();
  /** SOC of the last second, %; NaN while unknown. */
  socBefore = NaN;
  /** Seconds until a trip that ended gets its entry; undefined for none. */
  entryIn: number | undefined;
  /** State of the charge before the present one. */
  chargeState = "done";
  charging = false;
  /** What the statistics sum up. */
  of: "trip" | "charge" | "nothing" = "nothing";
  /** The car was seen switched on. */
  on = false;
  /** Undefined before the start. */
  meters: Meters | undefined;
  /** Speed of the last second, km/h; undefined before the first. */
  speed: number | undefined;
  /** The present second for the logbook, the same object in each. */
  readonly second = { wall: NaN, speed: 0, soc: NaN, charging: false };

  /** What records of this vehicle type begin with. */
  readonly prefix: string;

  constructor({ prefix, steady }: PowerOptions) {
    this.prefix = prefix;
    this.statistics = new PowerStatistics(steady);
  }

  /** How it moves, as energies are taken. */
  get motion(): Pick<Motion, "moving" | "accelerating" | "decelerating"> {
    return this.meters?.counts && this.counted ? this.counted : this.looked;
  }
}

/** Names of a car's motion counters. */
const motionRefs = ({ counters }: PowerOptions) => ({
  movingCount: counters?.motion?.movingCount ?? "v.p.speed",
  movingSum: counters?.motion?.movingSum ?? "v.p.speed",
  fasterCount: counters?.motion?.fasterCount ?? "v.p.speed",
  fasterSum: counters?.motion?.fasterSum ?? "v.p.speed",
  slowerCount: counters?.motion?.slowerCount ?? "v.p.speed",
  slowerSum: counters?.motion?.slowerSum ?? "v.p.speed",
} as const);

/** The declaring half of the plugin for one car. */
export const declaration = (options: PowerOptions) => {
  const { prefix, counters, way } = options;
  return declare({
    needs: ["clock", "memory", "slots"],
    reads: {
      carOn: options.driving ?? "v.e.on",
      chargeState: "v.c.state",
      speed: "v.p.speed",
      acceleration: "v.p.acceleration",
      power: "v.b.power",
      soc: "v.b.soc",
      odometer: "v.p.odometer",
      lock: "v.p.gpslock",
      altitude: "v.p.altitude",
      countedUsed: counters?.used ?? "v.b.power",
      countedRecovered: counters?.recovered ?? "v.b.power",
      countedSamples: counters?.samples ?? "v.b.power",
      pack: "v.b.voltage",
      countedCharged: counters?.charged ?? "v.b.power",
      countedDistance: counters?.distance ?? "v.p.odometer",
      way: way ?? "v.p.odometer",
      packUsed: counters?.pack?.used ?? "v.b.power",
      packRecovered: counters?.pack?.recovered ?? "v.b.power",
      ...motionRefs(options),
    },
    metrics: {
      used: "v.b.energy.used",
      recovered: "v.b.energy.recd",
      ahUsed: "v.b.coulomb.used",
      ahRecovered: "v.b.coulomb.recd",
      charged: "v.c.kwh",
      consumption: "v.b.consumption",
      trip: "v.p.trip",
      wanted: counters?.wanted ??
        { ...GUIDE, name: `x${prefix.toLowerCase()}.p.guide` },
      ...sectionMetrics(prefix),
    },
    records: records(options),
    // The car was switched off after a trip that is worth an entry; the metrics have what it was.
    events: { "trip-ended": v.undefined() },
    notices: {
      report: {
        priority: "info",
        prompt: options.report === undefined,
        summary: "Efficiency of the trip, when the car was switched off",
      },
    },
    settings: { energy: energySetting },
    state: () => new PowerState(options),
  });
};
/** The context of the power plugin. */
export type X = Ctx<ReturnType<typeof declaration>>;

/** Energy units as kWh, not rounded. */
const inKWh = (units: number) => inWh(units) / 1000;

/** The present second for the logbook, until the next call. */
export function second({ hal, metrics: m, state }: X): LogbookSecond {
  const { second } = state;
  second.wall = wallOf(hal.clock.wall());
  second.speed = m.speed.or(0);
  second.soc = m.soc.or(NaN);
  second.charging = state.charging;
  return second;
}

/** Altitude in whole metres, or undefined without a valid position. */
export function altitude({ metrics: m }: X): number | undefined {
  return positionStaleness(m.lock) > 0
    ? Math.trunc(m.altitude.or(0))
    : undefined;
}

/** Sums of all sections, every second. */
export function publishTotals(
  { metrics: m, state }: X,
  all = state.statistics.totals(),
): void {
  m.used.set(inKWh(all.used));
  m.recovered.set(inKWh(all.recovered));
  m.ahUsed.set(all.ahUsed);
  m.ahRecovered.set(all.ahCharged);
  m.trip.set(inKm(all.distance));
  const charged = state.logbook.charged();
  if (charged !== undefined) m.charged.set(inKWh(charged));
}

/** What a charge brought; a car that charges stands. */
export function publishCharged({ metrics: m, state: { statistics } }: X): void {
  m.constRecovered.set(inKWh(statistics.constant.recovered));
}

/** How the car moved on the mean, every second: a log's entry has it beside the sums. */
export function publishMotion({ metrics: m, state: { motion } }: X): void {
  m.constSpeed.set(meanOf(motion.moving));
  // 1/100 km/h in 0.1 s each, in m/s²
  m.accelMean.set(meanOf(motion.accelerating) / 0.36);
  m.decelMean.set(meanOf(motion.decelerating) / 0.36);
}

/** The sections, every ten seconds: texts and records have them to the last sample. */
export function publishSections(ctx: X): void {
  const { metrics: m, state: { statistics } } = ctx;
  publishCharged(ctx);
  publishMotion(ctx);
  const { constant, accelerating, decelerating, up, down } = statistics;
  m.constDistance.set(inKm(constant.distance));
  m.constUsed.set(inKWh(constant.used));
  m.accelDistance.set(inKm(accelerating.distance));
  m.accelUsed.set(inKWh(accelerating.used));
  m.accelRecovered.set(inKWh(accelerating.recovered));
  m.decelDistance.set(inKm(decelerating.distance));
  m.decelUsed.set(inKWh(decelerating.used));
  m.decelRecovered.set(inKWh(decelerating.recovered));
  m.upDistance.set(up.distance / 1000);
  m.upHeight.set(up.height);
  m.upUsed.set(inKWh(up.used));
  m.upRecovered.set(inKWh(up.recovered));
  m.downDistance.set(down.distance / 1000);
  m.downHeight.set(down.height);
  m.downUsed.set(inKWh(down.used));
  m.downRecovered.set(inKWh(down.recovered));
}

/** Seconds since the meter was told something; undefined before the first time. */
export function meterAge({ metrics: m, state }: X): number | undefined {
  return state.meters?.counts ? m.countedDistance.age : m.power.age;
}

/** Both, unless nothing was measured yet. */
export function publish(ctx: X): void {
  if (meterAge(ctx) === undefined) return;
  publishSections(ctx);
  publishTotals(ctx);
}
