import type { MetricRefs } from "ovms-edge";

/** Metrics of the Nissan Leaf beside the standard ones, named as OVMS v3 names them. */
export const xnl = {
  gids: { name: "xnl.v.b.gids", unit: "", fresh: 3600, keep: true },
  maxGids: { name: "xnl.v.b.max.gids", unit: "", fresh: 3600, keep: true },
  hx: { name: "xnl.v.b.hx", unit: "%", fresh: 3600 },
  socNewCar: { name: "xnl.v.b.soc.newcar", unit: "%", fresh: 3600 },
  socInstrument: { name: "xnl.v.b.soc.instrument", unit: "%", fresh: 3600 },
  socNominal: { name: "xnl.v.b.soc.nominal", unit: "%", fresh: 3600 },
  sohNewCar: { name: "xnl.v.b.soh.newcar", unit: "%", fresh: 3600 },
  sohInstrument: { name: "xnl.v.b.soh.instrument", unit: "%", fresh: 3600 },
  rangeInstrument: {
    name: "xnl.v.b.range.instrument",
    unit: "km",
    fresh: 3600,
  },
  /** Ranges as the notes work them out: of a new battery, of this one when full, and now. */
  rangeNew: { name: "xnl.v.b.range.new", unit: "km", fresh: 3600 },
  rangePresent: { name: "xnl.v.b.range.present", unit: "km", fresh: 3600 },
  rangeNow: { name: "xnl.v.b.range.now", unit: "km", fresh: 3600 },
  capacity: { name: "xnl.v.b.e.capacity", unit: "kWh", fresh: 3600 },
  available: { name: "xnl.v.b.e.available", unit: "kWh", fresh: 3600 },
  capacityBars: { name: "xnl.v.b.capacitybars", unit: "", fresh: 3600 },
  outputLimit: { name: "xnl.v.b.output.limit", unit: "kW", fresh: 3600 },
  regenLimit: { name: "xnl.v.b.regen.limit", unit: "kW", fresh: 3600 },
  chargeLimit: { name: "xnl.v.b.charge.limit", unit: "kW", fresh: 3600 },
  chargeBars: { name: "xnl.v.c.chargebars", unit: "", fresh: 3600 },
  chargeMinutes: { name: "xnl.v.c.chargeminutes3kW", unit: "min", fresh: 3600 },
  /** Minutes to full at 6.6 kW, 200 V and 100 V, then to 80 % at each. */
  chargeTimes: {
    name: "xnl.v.c.duration",
    unit: "min",
    is: "list",
    fresh: 3600,
  },
  limitReason: {
    name: "xnl.v.c.limit.reason",
    unit: "",
    is: "text",
    fresh: 10,
  },
  quickCharges: { name: "xnl.v.c.count.qc", unit: "", fresh: Infinity },
  slowCharges: { name: "xnl.v.c.count.l0l1l2", unit: "", fresh: Infinity },
  balancing: {
    name: "xnl.bms.balancing",
    unit: "",
    is: "text",
    fresh: 3600,
  },
  /** Way by the speed over time; the odometer has whole km or miles only. */
  way: { name: "xnl.v.p.way", unit: "km", initial: 0 },
  /** State of the charge as the charger tells it. */
  chargeState: { name: "xnl.v.c.state", unit: "", is: "text" },
  /** Sets of cell voltages and temperatures that were polled, and those that the monitor used. */
  sensorSets: { name: "xnl.v.b.sets", unit: "", initial: 0 },
} as const satisfies MetricRefs;

/** Metrics beside them that the shared plugins write. */
export const shared = {
  /** Mean of the polled sensors; `v.b.temp` is what the BMS itself tells. */
  meanTemperature: { name: "xnl.v.b.temp.mean", unit: "°C" },
} as const satisfies MetricRefs;
