/** What the records are made of: metrics, records, memory. */
import { type Ctx, declare, type NumberRef, v } from "ovms-edge";
import { xrt } from "../metrics.ts";

const DAY = 86_400, YEAR = 365 * DAY;

/** Metrics of the power statistics: mean speed, km/h, acceleration and deceleration, m/s². */
export interface MotionRefs {
  readonly constSpeed: NumberRef;
  readonly accelMean: NumberRef;
  readonly decelMean: NumberRef;
}

/** The declaring half of the plugin. */
export const declaration = (motion: MotionRefs) =>
  declare({
    needs: ["params"],
    reads: {
      on: xrt.key,
      charging: "v.c.charging",
      port: "v.d.cp",
      state: "v.c.state",
      parked: "v.e.parktime",
      soc: "v.b.soc",
      socMin: xrt.socMin,
      socMax: xrt.socMax,
      odometer: "v.p.odometer",
      latitude: "v.p.latitude",
      longitude: "v.p.longitude",
      altitude: "v.p.altitude",
      used: "v.b.energy.used",
      recovered: "v.b.energy.recd",
      ahUsed: "v.b.coulomb.used",
      ahCharged: "v.b.coulomb.recd",
      trip: "v.p.trip",
      estimated: "v.b.range.est",
      ideal: "v.b.range.ideal",
      full: "v.b.range.full",
      pack: "v.b.voltage",
      capacity: "v.b.cac",
      temperature: "v.b.temp",
      motor: "v.m.temp",
      controller: "v.i.temp",
      charger: "v.c.temp",
      driveLimit: xrt.driveLimit,
      chargeLimit: xrt.recuperationLimit,
      volts: "v.b.c.voltage",
      voltsMin: "v.b.c.voltage.min",
      voltsMax: "v.b.c.voltage.max",
      voltDeviations: "v.b.c.voltage.dev.max",
      voltLevels: "v.b.c.voltage.alert",
      voltSpread: "v.b.p.voltage.stddev.max",
      temperatures: "v.b.c.temp",
      temperaturesMin: "v.b.c.temp.min",
      temperaturesMax: "v.b.c.temp.max",
      temperatureDeviations: "v.b.c.temp.dev.max",
      temperatureLevels: "v.b.c.temp.alert",
      temperatureSpread: "v.b.p.temp.stddev.max",
      speed: motion.constSpeed,
      accel: motion.accelMean,
      decel: motion.decelMean,
    },
    records: {
      pack: {
        type: "RT-BAT-P",
        summary:
          "State of the battery: levels, SOC in 1/100 %, 1/10 V, °C, spread in mV and °C, limits in 100 W",
        form: "current",
        lifetime: DAY,
        pace: { atOnce: 15, every: 300, both: { atOnce: 15, every: 900 } },
        fields: {
          voltStatus: 0,
          temperatureStatus: 0,
          soc: 0,
          socMin: 0,
          socMax: 0,
          volts: 0,
          voltsMin: 0,
          voltsMax: 0,
          temperature: 0,
          temperatureMin: 0,
          temperatureMax: 0,
          voltSpread: 0,
          temperatureSpread: 0,
          driveLimit: 0,
          chargeLimit: 0,
        },
      },
      cell: {
        type: "RT-BAT-C",
        summary: "State of each cell and its module: levels, mV, °C",
        form: "current",
        lifetime: DAY,
        pace: { atOnce: 10, every: 900, both: { atOnce: 3, every: 2400 } },
        fields: {
          voltStatus: 0,
          temperatureStatus: 0,
          volts: 0,
          voltsMin: 0,
          voltsMax: 0,
          voltDeviation: 0,
          temperature: 0,
          temperatureMin: 0,
          temperatureMax: 0,
          temperatureDeviation: 0,
        },
      },
      log: {
        type: "RT-PWR-Log",
        summary:
          "A trip or a charge: km, °, m, min, %, Wh, m, km, V, °C, km/h and km/h in a second, Ah",
        form: "current",
        lifetime: YEAR,
        fields: {
          odometer: 2,
          latitude: 6,
          longitude: 6,
          altitude: 0,
          chargeState: 0,
          parked: 0,
          soc: 2,
          socMin: 2,
          socMax: 2,
          used: 0,
          recovered: 0,
          distance: 0,
          estimated: 0,
          ideal: 0,
          volts: 1,
          voltsMin: 1,
          voltsMax: 1,
          temperature: 0,
          temperatureMin: 0,
          temperatureMax: 0,
          motor: 0,
          controller: 0,
          trip: 2,
          socDifference: 2,
          speed: 2,
          accel: 2,
          decel: 2,
          ahUsed: 2,
          ahCharged: 2,
          capacity: 2,
          charger: 0,
        },
      },
    },
    hears: {
      "batt.recorded": v.object({
        asked: v.boolean(),
        collected: v.number(),
      }),
      "batt.reset": v.undefined(),
      "power.trip-ended": v.undefined(),
      "ca.told": v.undefined(),
      "stat.asked": v.undefined(),
    },
    state: () => ({
      /** Odometer and SOC when the last drive began; NaN while not known. */
      odometer: NaN,
      socBefore: NaN,
      /** SOC of the last second; NaN while not known. */
      soc: NaN,
      driven: 0,
      socDifference: 0,
      /** Pack voltage since the last drive or charge began, or the battery monitor was reset, V. */
      packMin: Infinity,
      packMax: -Infinity,
    }),
  });
/** What its handlers are given. */
export type X = Ctx<ReturnType<typeof declaration>>;
