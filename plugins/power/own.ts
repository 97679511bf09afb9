/** What the power plugin declares, and what its handlers share. */
import { type Ctx, declare, positionStaleness, type WallTime } from "ovms-edge";
import { xrt } from "../twizy/metrics.ts";
import { inKm, inWh } from "./amounts.ts";
import { Logbook, type LogbookSecond } from "./logbook.ts";
import { records } from "./records.ts";
import { PowerStatistics } from "./statistics.ts";

/** The declaring half of the plugin. */
export const own = declare({
  needs: ["clock", "memory"],
  reads: {
    carOn: "v.e.on",
    chargeState: "v.c.state",
    speed: "v.p.speed",
    soc: "v.b.soc",
    odometer: "v.p.odometer",
    lock: "v.p.gpslock",
    altitude: "v.p.altitude",
  },
  metrics: {
    used: "v.b.energy.used",
    recovered: "v.b.energy.recd",
    charged: "v.c.kwh",
    consumption: "v.b.consumption",
    trip: "v.p.trip",
    constDistance: xrt.constDistance,
    constUsed: xrt.constUsed,
    constRecovered: xrt.constRecovered,
    accelDistance: xrt.accelDistance,
    accelUsed: xrt.accelUsed,
    accelRecovered: xrt.accelRecovered,
    decelDistance: xrt.decelDistance,
    decelUsed: xrt.decelUsed,
    decelRecovered: xrt.decelRecovered,
    upDistance: xrt.upDistance,
    upHeight: xrt.upHeight,
    upUsed: xrt.upUsed,
    upRecovered: xrt.upRecovered,
    downDistance: xrt.downDistance,
    downHeight: xrt.downHeight,
    downUsed: xrt.downUsed,
    downRecovered: xrt.downRecovered,
  },
  records,
  notices: {
    report: {
      priority: "info",
      prompt: true,
      summary: "Efficiency of the trip, when the car was switched off",
    },
  },
  state: () => ({
    statistics: new PowerStatistics(),
    logbook: new Logbook(),
    charging: false,
    /** Samples up to the last second, and when the sections were published last. */
    samples: 0,
    published: 0,
  }),
});
/** The context of the power plugin. */
export type X = Ctx<typeof own>;

/** Energy units as kWh, not rounded. */
export const inKWh = (units: number) => inWh(units) / 1000;

/** The present second for the logbook. */
export function second({ hal, metrics: m, state }: X): LogbookSecond {
  const wall: WallTime = hal.clock.wall();
  return {
    wall,
    speed: m.speed.or(0),
    soc: m.soc.value,
    charging: state.charging,
  };
}

/** Altitude in whole metres, or undefined without a valid position. */
export function altitude({ metrics: m }: X): number | undefined {
  return positionStaleness(m.lock) > 0
    ? Math.trunc(m.altitude.or(0))
    : undefined;
}

/** Sums of all sections, every second. */
export function publishTotals({ metrics: m, state }: X): void {
  const { statistics, logbook } = state, all = statistics.totals();
  m.used.set(inKWh(all.used));
  m.recovered.set(inKWh(all.recovered));
  m.trip.set(inKm(all.distance));
  const charged = logbook.charged();
  if (charged !== undefined) m.charged.set(inKWh(charged));
}

/** The sections, every ten seconds: texts and records have them to the last sample. */
export function publishSections(
  { metrics: m, state: { statistics } }: X,
): void {
  const { constant, accelerating, decelerating, up, down } = statistics;
  m.constDistance.set(inKm(constant.distance));
  m.constUsed.set(inKWh(constant.used));
  m.constRecovered.set(inKWh(constant.recovered));
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

/** Both. */
export function publish(ctx: X): void {
  publishSections(ctx);
  publishTotals(ctx);
}
