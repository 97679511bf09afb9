/**
 * The Twizy as the last release of the original firmware, 3.9: the same plugins with other tables
 * (twizy-later.md).
 * @module
 */
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
import { driveByteMetric, later as cfg, logs } from "../../cfg/mod.ts";
import dyno from "../../dyno/mod.ts";
import bms from "../bms.ts";
import { laterBattery } from "../battery.ts";
import { twizyCan } from "../can.ts";
import { capacity, NOMINAL_AH } from "../capacity.ts";
import { twizyCar } from "../car.ts";
import { chargeMinutes } from "../charge_time.ts";
import { laterCounters } from "../counters.ts";
import debug from "../debug.ts";
import derived from "../derived.ts";
import dtc from "../dtc/mod.ts";
import { xrt } from "../metrics.ts";
import { currentRecords } from "../records.ts";
import { laterTrack } from "../track.ts";
import { twizyUse } from "../use.ts";
import standing from "./standing.ts";
import chargeControl from "./charge_control.ts";
import { busFacts, carStates, chargeWords, rangeAt } from "./facts.ts";

/** What records begin with, as the vehicle type. */
const PREFIX = "RT";
const socWindow = { min: xrt.socMin, max: xrt.socMax };

const sections = sectionMetrics(PREFIX);
/** Share of the energy from the mains that reaches the battery. */
const CHARGE_EFFICIENCY = 0.872;
/** Smallest change of the steadied speed that counts, m/s²: 0.07 km/h in 0.1 s. */
const STEADY = 7 / 36;
/** A car that charges stands. */
const charged = sections.constRecovered;

/** As release 3.9, the last one. Each second, the plugins work in this order. */
export const later = {
  plugins: [
    twizyCan(busFacts),
    bms,
    twizyCar(carStates),
    range({
      shown: xrt.canRange,
      atTemperature: rangeAt,
      reference: {
        soc: xrt.socMin,
        range: xrt.rangeAtSocMin,
        whole: true,
      },
    }),
    ca({
      chargeMinutes,
      rules: "levels",
      control: {
        level: xrt.chargeLevel,
        stop: xrt.chargeStop,
        asked: xrt.requestedLevel,
        words: chargeWords,
      },
    }),
    chargeControl,
    twizyUse({ chargeBegins: true }),
    power({
      prefix: PREFIX,
      counters: laterCounters,
      driving: xrt.key,
      steady: STEADY,
      keepsInterrupted: true,
      recordsAt: 21,
      report: { from: 25, mutedBy: 0x10 },
    }),
    gps(laterTrack),
    batt(laterBattery),
    capacity({ feature: true }),
    stat({
      socWindow,
      charged,
      unknownAsZero: true,
      style: {
        heads: chargeWords,
        toFull: "Full",
        odometerDecimals: 1,
        efficiency: CHARGE_EFFICIENCY,
        capacity: { percent: xrt.capacity, nominalAh: NOMINAL_AH },
        health: true,
      },
    }),
    cfg,
    currentRecords(sections, { wholeMiles: true, toldByServer: true }),
    logs({ codes: true, alerts: "asked" }),
    derived,
    dyno,
    dtc,
    standing,
    debug,
  ],
  // Bit 0 alone allows to write; the others are for kickdown, automatic power and inputs
  writeBits: 1,
  // Two for each profile, in bytes that are no text: the original shows and sets none of them
  ownParameters: Object.fromEntries(
    [1, 2, 3].flatMap((profile) =>
      [14, 15].map((from) => [
        from + 2 * profile,
        `it holds profile ${profile}, which CFG SET ${profile} takes as a text`,
      ])
    ),
  ),
  // As the original's HELP has them: its Twizy part took HELP over, too.
  verbs: ["DEBUG", "STAT", "RANGE", "CA", "HELP", "BATT", "POWER", "CFG"],
  // In whole numbers and as last known, as the original shows them
  messages: {
    soc: xrt.shownSoc.name,
    odometer: xrt.shownOdometer.name,
    speed: xrt.shownSpeed.name,
    driveMode: driveByteMetric.name,
  },
} as const satisfies Edition;
