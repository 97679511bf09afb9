/**
 * Battery of the Twizy and the limits of its monitor, after the guide's chapter "Battery monitoring"
 * and firmware RT3.0.
 */
import type { BatterySpec } from "ovms-edge/car";
import { xrt } from "./metrics.ts";

/** Bit of the status byte, 0x597 B1: the car is offline and sends no battery sensors. */
const OFFLINE = 0x40;

/** 42 cells, three in parallel and 14 in series, in seven modules; third parties build others. */
export const twizyBattery: BatterySpec = {
  unknownAsZero: true,
  cells: {
    count: 14,
    most: 16,
    perUnit: 200, // 5 mV
    zero: 0,
    invalidFrom: 0xf00,
    jump: 40, // 200 mV
    limits: {
      watchSpread: 3, // 15 mV
      alertSpread: 5, // 25 mV
      alert: 6, // 30 mV
      alertWithSpread: 5,
      watchWithSpread: 3,
    },
  },
  modules: {
    count: 7,
    fewest: 1,
    most: 8,
    perUnit: 1,
    zero: -40,
    invalidFrom: 0xf0,
    jump: 10,
    limits: {
      watchSpread: 2,
      alertSpread: 3,
      alert: 3,
      alertWithSpread: 3,
      watchWithSpread: 2,
    },
  },
  sets: { complete: xrt.sensorSets, used: xrt.setsUsed },
  asleep: {
    metric: xrt.status,
    when: (status) => (status & OFFLINE) !== 0,
  },
  socWindow: { min: xrt.socMin, max: xrt.socMax },
  records: {
    pack: "RT-PWR-BattPack",
    cell: "RT-PWR-BattCell",
    guide: true,
  },
};

/** As release 3.9 watches it: anew with each drive and charge, marks since the largest spread. */
export const laterBattery: BatterySpec = {
  ...twizyBattery,
  cells: { ...twizyBattery.cells, spreadClears: true },
  modules: { ...twizyBattery.modules, spreadClears: true },
  switchedOn: xrt.key,
  resetsAtCharge: true,
  recordsAt: 42,
  recordsAlerts: false,
};
