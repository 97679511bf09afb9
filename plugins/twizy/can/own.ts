/** What the decoder reads, writes, hears and remembers. */
import { type Ctx, declare, optional, type Put, v } from "ovms-edge";
import { motion } from "../counters.ts";
import { xrt } from "../metrics.ts";
import { Readings } from "../readings.ts";
import { WayCounter } from "../way_counter.ts";
import { original } from "./facts.ts";
import { SET } from "./sensor_set.ts";

/** Sensors that there may be: those of the original battery, and one more module or two more cells. */
const MOST_MODULES = 8, MOST_CELLS = 16;

/** Bits of the frames of a set; more with a battery of more cells. */
const ALL_SLOW: number = SET.ALL_SLOW;

/** The declaring half of the decoder. */
export const own = declare({
  reads: {
    key: xrt.key,
    charging: "v.c.charging",
    socMin: xrt.socMin,
    rangeAtSocMin: xrt.rangeAtSocMin,
    setsUsed: xrt.setsUsed,
    bmsType: xrt.bmsType,
    countsWanted: xrt.countsWanted,
    clusterVin: xrt.clusterVin,
  },
  metrics: {
    soc: "v.b.soc",
    power: "v.b.power",
    current: "v.b.current",
    chargeLimit: "v.c.climit",
    lineVoltage: "v.c.voltage",
    lineCurrent: "v.c.current",
    converterCurrent: "v.c.12v.current",
    chargerTemperature: "v.c.temp",
    speed: "v.p.speed",
    controllerTemperature: "v.i.temp",
    odometer: "v.p.odometer",
    vin: "v.vin",
    modules: "v.b.c.temp",
    cells: "v.b.c.voltage",
    pack: "v.b.voltage",
    motorTemperature: "v.m.temp",
    rpm: "v.m.rpm",
    soh: "v.b.soh",
    capacity: "v.b.capacity",
    gear: "v.e.gear",
    throttle: "v.e.throttle",
    footbrake: "v.e.footbrake",
    status: xrt.status,
    full: xrt.full,
    canRange: xrt.canRange,
    shownPem: xrt.pemTemperature,
    shownMotor: xrt.motorTemperature,
    sensors: xrt.sensors,
    sensorSets: xrt.sensorSets,
    samples: xrt.samples,
    sampledUsed: xrt.sampledUsed,
    sampledRecovered: xrt.sampledRecovered,
    sampledCharged: xrt.sampledCharged,
    sampledDistance: xrt.sampledDistance,
    acceleration: "v.p.acceleration",
    currentMin: xrt.currentMin,
    currentMax: xrt.currentMax,
    powerMin: xrt.powerMin,
    powerMax: xrt.powerMax,
    drive: xrt.drive,
    bmsTemperature: xrt.bmsTemperature,
    emergencies: xrt.emergencies,
    energyAvailable: xrt.energyAvailable,
    recuperationLimit: xrt.recuperationLimit,
    driveLimit: xrt.driveLimit,
    node: { name: "co.can1.nd1.state", unit: "", is: "text" },
    emergency: { name: "co.can1.nd1.emcy.code", unit: "" },
    emergencyType: { name: "co.can1.nd1.emcy.type", unit: "" },
    fault: xrt.fault,
    requestedLevel: xrt.requestedLevel,
    go: xrt.go,
    converter: xrt.converter,
    batteryCurrent12v: "v.b.12v.current",
    packUsed: xrt.packUsed,
    packRecovered: xrt.packRecovered,
    ...motion,
  },
  hears: {
    "twizy-car.key-turned": v.undefined(),
    "cfg.presses-used": optional(v.undefined()),
    "cfg.press-expected": optional(v.undefined()),
  },
  state: () => ({
    vinSeen: false,
    window: 0,
    needed: ALL_SLOW,
    /** Frames of a battery with four sensors that still wait for the BMS to tell its type. */
    waits: 3,
    cells: new Readings(MOST_CELLS, 0xf00),
    modules: new Readings(MOST_MODULES, 0xf0),
    counter: new WayCounter(),
    /** Power with the nominal voltage, as the original has it. */
    nominal: false,
    /** Last valid speed, 1/100 km/h, and how it changed, steadied, in 0.1 s. */
    speed: 0,
    /** Lowest and highest current of the present second, 1/4 A; the other way round before one came. */
    least: Infinity,
    most: -Infinity,
    change: 0,
    facts: original,
  }),
});
/** What its handlers are given. */
export type X = Ctx<typeof own>;
/** What its decoders put values into. */
export type P = Put<NonNullable<typeof own.metrics>>;
