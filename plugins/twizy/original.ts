import type { Edition } from "ovms-edge";
import {
  batt,
  ca,
  gps,
  power,
  range,
  sectionMetrics,
  stat,
} from "ovms-edge/car";
import cfg, { logs } from "../cfg/mod.ts";
import dyno from "../dyno/mod.ts";
import bms from "./bms.ts";
import { twizyBattery } from "./battery.ts";
import can from "./can.ts";
import { capacity } from "./capacity.ts";
import car from "./car.ts";
import { chargeMinutes, KNEE } from "./charge_time.ts";
import { counters } from "./counters.ts";
import debug from "./debug.ts";
import derived from "./derived.ts";
import dtc from "./dtc/mod.ts";
import { xrt } from "./metrics.ts";
import { currentRecords } from "./records.ts";
import { track } from "./track.ts";
import use from "./use.ts";

/** What records begin with, as the vehicle type. */
const PREFIX = "RT";
const socWindow = { min: xrt.socMin, max: xrt.socMax };

const sections = sectionMetrics(PREFIX);
/** A car that charges stands. */
const charged = sections.constRecovered;

/** As release 3.0, which the guide describes. Each second, the plugins work in this order. */
export const original = {
  plugins: [
    can,
    bms,
    car,
    range({
      shown: xrt.canRange,
      reference: { soc: xrt.socMin, range: xrt.rangeAtSocMin },
    }),
    ca({
      chargeMinutes,
      toppingOffFrom: KNEE,
      full: xrt.full,
      socMax: xrt.socMax,
    }),
    use,
    power({ prefix: PREFIX, counters }),
    gps(track),
    batt(twizyBattery),
    capacity({ feature: false }),
    stat({ socWindow, charged, unknownAsZero: true }),
    cfg,
    currentRecords(sections),
    logs({ codes: false, alerts: "told" }),
    derived,
    dyno,
    dtc,
    debug,
  ],
  // As the original's HELP has them: its Twizy part took HELP over, too.
  verbs: ["DEBUG", "STAT", "RANGE", "CA", "HELP", "BATT", "POWER", "CFG"],
  // RT3.0 shows charger and controller in these places, and leaves the others at fixed values.
  messages: {
    soc: xrt.shownSoc.name,
    odometer: xrt.shownOdometer.name,
    speed: xrt.shownSpeed.name,
    pemTemperature: xrt.pemTemperature.name,
    motorTemperature: xrt.motorTemperature.name,
    chargeLimit: 0,
    chargeMinutes: 0,
    chargeEnergy: 0,
    minutesToFull: -1,
    minutesToLimit: -1,
    rangeLimit: 0,
    socLimit: 0,
    trip: 0,
    awake: false,
    bus: false,
  },
} as const satisfies Edition;
