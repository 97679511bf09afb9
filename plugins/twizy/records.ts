/**
 * The records that today's apps and download scripts ask a Twizy for, as the last v2 release has them:
 * battery, cells, and an entry for each trip and charge.
 */
import {
  type Ctx,
  declare,
  definePlugin,
  kilometres,
  miles,
  type NumberRef,
  type Plugin,
  round,
  v,
} from "ovms-edge";
import { twizyBattery } from "./battery.ts";
import { xrt } from "./metrics.ts";

const DAY = 86_400, YEAR = 365 * DAY;
/** Ah of a new battery. */
const NOMINAL_AH = 108;
/** km/h in a second that 1 m/s² makes. */
const KMH = 3.6;
/** Status of a sensor that measures nothing; the others are levels counted from 1. */
const FAILED = 4;
/** Charge states as the records number them; 0 with the charge port closed. */
const chargeStates: Readonly<Record<string, number>> = {
  charging: 1,
  topoff: 2,
  done: 4,
};
const STOPPED = 21;
/** Parameter with the channels of notices. */
const CHANNELS = 3;

/** Metrics of the power statistics: mean speed, km/h, acceleration and deceleration, m/s². */
export interface MotionRefs {
  readonly constSpeed: NumberRef;
  readonly accelMean: NumberRef;
  readonly decelMean: NumberRef;
}

/** What a release of the firmware does in its own way. */
export interface LogOptions {
  /** Ranges were kept in whole miles, and so are those of the entries. */
  readonly wholeMiles?: true;
  /** An entry for a charge only where the owner is told of it through the server. */
  readonly toldByServer?: true;
}

const declaration = (motion: MotionRefs) =>
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
      "batt.recorded": v.object({ asked: v.boolean() }),
      "power.trip-ended": v.undefined(),
      "ca.told": v.undefined(),
      "stat.asked": v.undefined(),
    },
    state: () => ({
      /** Odometer and SOC when the last drive began, and the SOC when it ended. */
      odometer: undefined as number | undefined,
      socBefore: undefined as number | undefined,
      /** SOC of the last second. */
      soc: undefined as number | undefined,
      driven: 0,
      socDifference: 0,
      /** Pack voltage since the last drive or charge began, V. */
      packMin: Infinity,
      packMax: -Infinity,
    }),
  });
type X = Ctx<ReturnType<typeof declaration>>;

interface Values {
  readonly length: number;
  at(i: number): number | undefined;
}

/** The values of a list that are known. */
function known(list: Values): readonly number[] {
  const all = Array.from({ length: list.length }, (_, i) => list.at(i));
  return all.filter((value) => value !== undefined);
}

/** Worst level of some sensors and of their spread, from 1. */
function worst(
  levels: Values,
  spread: number,
  { watchSpread, alertSpread }: {
    readonly watchSpread: number;
    readonly alertSpread: number;
  },
): number {
  const ofAll = spread >= alertSpread ? 2 : spread >= watchSpread ? 1 : 0;
  return 1 + Math.max(ofAll, ...known(levels));
}

function packRow({ metrics: m, state }: X) {
  const { cells, modules } = twizyBattery, soc = m.soc.or(0);
  const volts = m.pack.or(0), temperature = m.temperature.or(0);
  const units = Math.round(m.voltSpread.or(0) * cells.perUnit);
  return {
    voltStatus: worst(m.voltLevels, units, cells.limits),
    temperatureStatus: worst(
      m.temperatureLevels,
      m.temperatureSpread.or(0),
      modules.limits,
    ),
    soc: soc * 100,
    socMin: Math.min(m.socMin.or(soc), soc) * 100,
    socMax: Math.max(m.socMax.or(soc), soc) * 100,
    volts: volts * 10,
    voltsMin: Math.min(state.packMin, volts) * 10,
    voltsMax: Math.max(state.packMax, volts) * 10,
    ...temperatures(m, temperature),
    voltSpread: m.voltSpread.or(0) * 1000,
    temperatureSpread: m.temperatureSpread.or(0),
    driveLimit: m.driveLimit.or(0) * 10,
    chargeLimit: m.chargeLimit.or(0) * 10,
  };
}

/** The battery's temperature and the extremes of its modules. */
function temperatures(m: X["metrics"], temperature: number) {
  return {
    temperature,
    temperatureMin: Math.min(temperature, ...known(m.temperaturesMin)),
    temperatureMax: Math.max(temperature, ...known(m.temperaturesMax)),
  };
}

/** Row of a cell, counted from 0. */
function cellRow({ metrics: m }: X, cell: number) {
  const module = Math.floor(cell * m.temperatures.length / m.volts.length);
  const volts = m.volts.at(cell), temperature = m.temperatures.at(module);
  const status = (value: number | undefined, level = 0) =>
    value === undefined ? FAILED : 1 + level;
  // A set that is not evaluated yet may be on its way.
  const min = (list: Values, i: number, value = 0) =>
    Math.min(list.at(i) ?? value, value);
  const max = (list: Values, i: number, value = 0) =>
    Math.max(list.at(i) ?? value, value);
  return {
    voltStatus: status(volts, m.voltLevels.at(cell)),
    temperatureStatus: status(temperature, m.temperatureLevels.at(module)),
    volts: (volts ?? 0) * 1000,
    voltsMin: min(m.voltsMin, cell, volts) * 1000,
    voltsMax: max(m.voltsMax, cell, volts) * 1000,
    voltDeviation: (m.voltDeviations.at(cell) ?? 0) * 1000,
    temperature: temperature ?? 0,
    temperatureMin: min(m.temperaturesMin, module, temperature),
    temperatureMax: max(m.temperaturesMax, module, temperature),
    temperatureDeviation: m.temperatureDeviations.at(module) ?? 0,
  };
}

/** The battery's records, whenever those of the guide are written. */
function recordBattery({ asked }: { readonly asked: boolean }, ctx: X): void {
  const { metrics: m, records } = ctx, how = asked ? "write" : "writeChanged";
  if (m.volts.length === 0 || m.temperatures.length === 0) return;
  if (m.soc.value !== undefined) records.pack[how](0, packRow(ctx));
  for (let cell = 0; cell < m.volts.length; cell++) {
    records.cell[how](cell + 1, cellRow(ctx, cell));
  }
}

/** Ranges of an entry, km. */
function ranges(
  { metrics: m }: X,
  { wholeMiles }: LogOptions,
): { readonly estimated: number; readonly ideal: number } {
  const estimated = m.estimated.or(0), ideal = m.ideal.or(estimated);
  if (!wholeMiles) return { estimated, ideal };
  const whole = (km: number) => round(miles(km));
  const km = (miles: number) => round(kilometres(miles, "M"));
  return {
    estimated: km(whole(estimated)),
    ideal: ideal === estimated
      ? km(whole(ideal))
      : km(Math.trunc(whole(m.full.or(0)) * m.soc.or(0) / 100)),
  };
}

/** An entry for a trip or a charge. */
function log(ctx: X, options: LogOptions): void {
  const { metrics: m, records, state } = ctx;
  if (m.soc.value === undefined) return;
  const soc = m.soc.value, volts = m.pack.or(0);
  records.log.write(0, {
    odometer: m.odometer.or(0),
    latitude: m.latitude.or(0),
    longitude: m.longitude.or(0),
    altitude: Math.trunc(m.altitude.or(0)),
    chargeState: m.port.or(false)
      ? chargeStates[m.state.or("done")] ?? STOPPED
      : 0,
    parked: Math.floor(m.parked.or(0) / 60),
    soc,
    socMin: Math.min(m.socMin.or(soc), soc),
    socMax: Math.max(m.socMax.or(soc), soc),
    used: m.used.or(0) * 1000,
    recovered: m.recovered.or(0) * 1000,
    distance: m.trip.or(0) * 1000,
    ...ranges(ctx, options),
    volts,
    voltsMin: Math.min(state.packMin, volts),
    voltsMax: Math.max(state.packMax, volts),
    ...temperatures(m, m.temperature.or(0)),
    motor: m.motor.or(0),
    controller: m.controller.or(0),
    trip: state.driven,
    socDifference: state.socDifference,
    speed: m.speed.or(0),
    accel: m.accel.or(0) * KMH,
    decel: m.decel.or(0) * KMH,
    ahUsed: m.ahUsed.or(0),
    ahCharged: m.ahCharged.or(0),
    capacity: m.capacity.or(0) / NOMINAL_AH * 100,
    charger: m.charger.or(0),
  });
}

function beginWindow({ state }: X): void {
  state.packMin = Infinity;
  state.packMax = -Infinity;
}

/** A drive begins: its way and SOC count from here. */
function begin(ctx: X): void {
  const { metrics: m, state } = ctx;
  state.odometer = m.odometer.value;
  state.socBefore = state.soc ?? m.soc.value;
  beginWindow(ctx);
}

/** What a drive brought so far; it stays after its end. */
function follow({ metrics: m, state }: X): void {
  if (m.pack.age === 0) {
    state.packMin = Math.min(state.packMin, m.pack.or(0));
    state.packMax = Math.max(state.packMax, m.pack.or(0));
  }
  state.soc = m.soc.value;
  if (m.on.value !== true) return;
  const odometer = state.odometer ??= m.odometer.value;
  const soc = state.socBefore ??= m.soc.value;
  if (odometer !== undefined) state.driven = m.odometer.or(odometer) - odometer;
  if (soc !== undefined) state.socDifference = m.soc.or(soc) - soc;
}

/** Records of a Twizy for today's apps. */
export function currentRecords(
  motion: MotionRefs,
  options: LogOptions = {},
): Plugin {
  return definePlugin({
    ...declaration(motion),
    id: "twizy-records",
    summary: "Records for today's apps",
    on: {
      on: (on, ctx) => {
        if (on) begin(ctx);
      },
      charging: (charging, ctx) => {
        if (charging) beginWindow(ctx);
      },
      "batt.recorded": recordBattery,
      "power.trip-ended": (_, ctx) => {
        follow(ctx);
        log(ctx, options);
      },
      "ca.told": (_, ctx) => {
        const byServer = ctx.hal.params.get(CHANNELS).includes("IP");
        if (byServer || !options.toldByServer) log(ctx, options);
      },
      "stat.asked": (_, ctx) => log(ctx, options),
    },
    every: { second: follow },
  });
}
