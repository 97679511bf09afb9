import type { MetricRefs } from "ovms-edge";

/**
 * Metrics that the Twizy adds to the standard ones, as OVMS v3 names them where it has them. Plugins
 * made for this car import this table; it is data only.
 */
export const xrt = {
  /** Status byte of 0x597; 0x40 is offline. */
  status: { name: "xrt.c.status", unit: "", initial: 0x40 },
  /** The BMS wants no more: the level that it asks the charger for fell to 0 while it charged. */
  full: { name: "xrt.b.full", unit: "", is: "flag", initial: false },
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
  /** What alerts compare: whole numbers are not rounded ones in each release. */
  wholeSoc: { name: "x.soc.whole", unit: "%" },
  shownOdometer: { name: "xrt.d.odometer", unit: "km", initial: 0 },
  shownSpeed: { name: "xrt.d.speed", unit: "km/h", initial: 0, fresh: 10 },
  /** Temperatures in the places where RT3.0.0 shows them: charger and controller. */
  pemTemperature: { name: "xrt.d.temp.pem", unit: "°C", initial: 0 },
  motorTemperature: { name: "xrt.d.temp.motor", unit: "°C", initial: 0 },
  /** Collection of a consistent set of battery sensors, whose values do not change while it is ready. */
  sensors: {
    name: "xrt.b.sensors",
    unit: "",
    is: ["start", "collecting", "ready"],
    initial: "start",
  },
  /** Complete sensor sets so far, and those that the battery monitor used. */
  sensorSets: { name: "xrt.b.sets", unit: "", initial: 0 },
  setsUsed: { name: "xrt.b.sets.used", unit: "", initial: 0 },
  /** CANopen emergencies since the last key transition. */
  emergencies: { name: "xrt.i.emergencies", unit: "", initial: 0 },
  /** The controller's own code for what the last emergency told of; 0 for nothing. */
  fault: { name: "xrt.i.fault", unit: "" },
  /** Lowest and highest of the last second: battery current and power, discharge positive. */
  currentMin: { name: "xrt.b.current.min", unit: "A" },
  currentMax: { name: "xrt.b.current.max", unit: "A" },
  powerMin: { name: "xrt.b.power.min", unit: "kW" },
  powerMax: { name: "xrt.b.power.max", unit: "kW" },
  /** How it is driven, as today's records have it: 1 foot brake, 2 D, 4 R, 8 GO. */
  drive: { name: "xrt.c.drive", unit: "", initial: 0 },
  /** Status words of charger, BMS and motor controller, not decoded, and what the display's lamps say. */
  chargerStatus: { name: "xrt.v.c.status", unit: "" },
  batteryStatus: { name: "xrt.v.b.status", unit: "" },
  controllerStatus: { name: "xrt.v.i.status", unit: "" },
  lamp12v: { name: "xrt.v.b.alert.12v", unit: "", is: "flag" },
  lampBattery: { name: "xrt.v.b.alert.batt", unit: "", is: "flag" },
  lampTemperature: { name: "xrt.v.b.alert.temp", unit: "", is: "flag" },
  /** The BMS of a third party's battery: 0 VirtualBMS, 1 eDriver, 7 the original. */
  bmsType: { name: "xrt.bms.type", unit: "" },
  bmsState1: { name: "xrt.bms.state1", unit: "" },
  bmsState2: { name: "xrt.bms.state2", unit: "" },
  bmsError: { name: "xrt.bms.error", unit: "" },
  bmsTemperature: { name: "xrt.bms.temp", unit: "°C" },
  /** By cell: whether it is being balanced, and for how long it was, s. */
  balancing: { name: "xrt.bms.balancing", unit: "", is: "list" },
  balanceTime: { name: "xrt.bms.balancetime", unit: "s", is: "list" },
  /** The whole VIN as the display tells it when it is asked; the bus only has its last seven digits. */
  clusterVin: {
    name: "xrt.m.vin",
    unit: "",
    is: "text",
    fresh: Infinity,
    keep: true,
  },
  energyAvailable: { name: "xrt.b.energy.avail", unit: "kWh" },
  /** Level that the BMS asks the charger for, 0 to 7; told while it charges only. */
  requestedLevel: { name: "xrt.c.level.asked", unit: "", initial: 0 },
  /** Level to which the owner limits the charge, 0 for no limit; the charge is to be stopped. */
  chargeLevel: { name: "xrt.c.level", unit: "", initial: 0, fresh: Infinity },
  chargeStop: {
    name: "xrt.c.stop",
    unit: "",
    is: "flag",
    initial: false,
    fresh: Infinity,
  },
  /** Capacity of the battery in % of a new one's, as its charges showed it. */
  capacity: {
    name: "xrt.b.capacity",
    unit: "%",
    initial: 0,
    fresh: Infinity,
    keep: true,
  },
  /** Ready to drive. */
  go: { name: "xrt.e.go", unit: "", is: "flag" },
  /** The DC/DC converter feeds the 12 V battery. */
  converter: { name: "xrt.e.dcdc", unit: "", is: "flag" },
  /** The key is in, whether the car switches on or off meanwhile or not. */
  key: { name: "xrt.e.key", unit: "", is: "flag" },
  recuperationLimit: { name: "xrt.b.p.limit.recd", unit: "kW" },
  driveLimit: { name: "xrt.b.p.limit.drive", unit: "kW" },

  /**
   * Sums of the power samples in the original's units: 10 ms in steps of 16 W, drawn and fed back,
   * their number, and the way up to the last sample, 1/10 m. They only grow.
   */
  sampledUsed: { name: "xrt.p.count.used", unit: "", initial: 0 },
  sampledCharged: { name: "xrt.p.count.charged", unit: "", initial: 0 },
  samples: { name: "xrt.p.count", unit: "", initial: 0 },
  sampledRecovered: { name: "xrt.p.count.recd", unit: "", initial: 0 },
  /** Whether power is the original's, with 64 V whatever the battery has. */
  countsWanted: { name: "xrt.p.guide", unit: "", is: "flag", initial: false },
  sampledDistance: { name: "xrt.p.count.dist", unit: "", initial: 0 },
  /** The same at the pack's voltage, 10 ms in steps of 6.4 W. */
  packUsed: { name: "xrt.p.count.pack.used", unit: "", initial: 0 },
  packRecovered: { name: "xrt.p.count.pack.recd", unit: "", initial: 0 },
  /**
   * How it moved, looked at every 0.1 s: times and sum of speeds in 1/100 km/h, and of changes of the
   * speed in 1/100 km/h while it became faster and slower. They only grow.
   */
  movingCount: { name: "xrt.p.count.moving", unit: "", initial: 0 },
  movingSum: { name: "xrt.p.count.moving.sum", unit: "", initial: 0 },
  fasterCount: { name: "xrt.p.count.faster", unit: "", initial: 0 },
  fasterSum: { name: "xrt.p.count.faster.sum", unit: "", initial: 0 },
  slowerCount: { name: "xrt.p.count.slower", unit: "", initial: 0 },
  slowerSum: { name: "xrt.p.count.slower.sum", unit: "", initial: 0 },
} as const satisfies MetricRefs;
