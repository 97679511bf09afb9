import type { MetricRefs } from "ovms-edge";

/**
 * Metrics that the Twizy adds to the standard ones, as OVMS v3 names them where it has them. Plugins
 * made for this car import this table; it is data only.
 */
export const xrt = {
  /** Status byte of 0x597; 0x40 is offline. */
  status: { name: "xrt.c.status", unit: "", initial: 0x40 },
  /** Window of the SOC since the last use began. */
  socMin: {
    name: "xrt.b.u.soc.min",
    unit: "%",
    initial: 100,
    fresh: Infinity,
    keep: true,
  },
  socMax: {
    name: "xrt.b.u.soc.max",
    unit: "%",
    initial: 0,
    fresh: Infinity,
    keep: true,
  },
  /** Range that the display showed when the SOC was at its lowest. */
  rangeAtSocMin: {
    name: "xrt.b.u.soc.min.range",
    unit: "km",
    initial: 100,
    fresh: Infinity,
    keep: true,
  },
  /** Range as 0x599 has it, scaled while charging. */
  canRange: {
    name: "xrt.b.range",
    unit: "km",
    initial: 50,
    fresh: 3600,
    keep: true,
  },
  /** SOC, odometer and speed as the server messages show them: once a second, at first the power-up values. */
  shownSoc: { name: "xrt.d.soc", unit: "%", initial: 50 },
  shownOdometer: { name: "xrt.d.odometer", unit: "km", initial: 0 },
  shownSpeed: { name: "xrt.d.speed", unit: "km/h", initial: 0 },
  /** Temperatures in the places where RT3.0.0 shows them: charger and controller. */
  pemTemperature: { name: "xrt.d.temp.pem", unit: "°C", initial: 0 },
  motorTemperature: { name: "xrt.d.temp.motor", unit: "°C", initial: 0 },
  /**
   * Collection of a consistent set of battery sensors. Whoever used a set that is `ready` puts it back
   * to `start`; values do not change while it is ready.
   */
  sensors: {
    name: "xrt.b.sensors",
    unit: "",
    is: ["start", "collecting", "ready"],
    initial: "start",
  },
  /** CANopen emergencies since the last key transition. */
  emergencies: { name: "xrt.i.emergencies", unit: "", initial: 0 },
  energyAvailable: { name: "xrt.b.energy.avail", unit: "kWh" },
  recuperationLimit: { name: "xrt.b.p.limit.recd", unit: "kW" },
  driveLimit: { name: "xrt.b.p.limit.drive", unit: "kW" },

  /** Power statistics of the present trip or charge, by section. */
  constDistance: {
    name: "xrt.p.stats.cst.dist",
    unit: "km",
    initial: 0,
    fresh: Infinity,
  },
  constUsed: {
    name: "xrt.p.stats.cst.used",
    unit: "kWh",
    initial: 0,
    fresh: Infinity,
  },
  constRecovered: {
    name: "xrt.p.stats.cst.recd",
    unit: "kWh",
    initial: 0,
    fresh: Infinity,
  },
  accelDistance: {
    name: "xrt.p.stats.acc.dist",
    unit: "km",
    initial: 0,
    fresh: Infinity,
  },
  accelUsed: {
    name: "xrt.p.stats.acc.used",
    unit: "kWh",
    initial: 0,
    fresh: Infinity,
  },
  accelRecovered: {
    name: "xrt.p.stats.acc.recd",
    unit: "kWh",
    initial: 0,
    fresh: Infinity,
  },
  decelDistance: {
    name: "xrt.p.stats.dec.dist",
    unit: "km",
    initial: 0,
    fresh: Infinity,
  },
  decelUsed: {
    name: "xrt.p.stats.dec.used",
    unit: "kWh",
    initial: 0,
    fresh: Infinity,
  },
  decelRecovered: {
    name: "xrt.p.stats.dec.recd",
    unit: "kWh",
    initial: 0,
    fresh: Infinity,
  },
  upDistance: {
    name: "xrt.p.stats.lup.dist",
    unit: "km",
    initial: 0,
    fresh: Infinity,
  },
  upHeight: {
    name: "xrt.p.stats.lup.hsum",
    unit: "m",
    initial: 0,
    fresh: Infinity,
  },
  upUsed: {
    name: "xrt.p.stats.lup.used",
    unit: "kWh",
    initial: 0,
    fresh: Infinity,
  },
  upRecovered: {
    name: "xrt.p.stats.lup.recd",
    unit: "kWh",
    initial: 0,
    fresh: Infinity,
  },
  downDistance: {
    name: "xrt.p.stats.ldn.dist",
    unit: "km",
    initial: 0,
    fresh: Infinity,
  },
  downHeight: {
    name: "xrt.p.stats.ldn.hsum",
    unit: "m",
    initial: 0,
    fresh: Infinity,
  },
  downUsed: {
    name: "xrt.p.stats.ldn.used",
    unit: "kWh",
    initial: 0,
    fresh: Infinity,
  },
  downRecovered: {
    name: "xrt.p.stats.ldn.recd",
    unit: "kWh",
    initial: 0,
    fresh: Infinity,
  },
} as const satisfies MetricRefs;
