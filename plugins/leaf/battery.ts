import type { BatterySpec } from "ovms-edge/car";
import { shared } from "./metrics.ts";

/** 96 pairs of cells in series with three or four sensors, which are asked for once a minute. */
export const leafBattery: BatterySpec = {
  cells: {
    count: 96,
    perUnit: 1000,
    zero: 0,
    invalidFrom: 5000,
    jump: 200,
    limits: {
      watchFrom: 15,
      watchSpread: 15,
      alertSpread: 25,
      alert: 60,
      alertWithSpread: 50,
      watchWithSpread: 30,
    },
  },
  modules: {
    count: 4,
    fewest: 3,
    perUnit: 1000,
    zero: -40,
    invalidFrom: 150_000,
    limits: {
      watchFrom: 3000,
      watchSpread: 3000,
      alertSpread: 5000,
      alert: 8000,
      alertWithSpread: 6000,
      watchWithSpread: 4000,
    },
  },
  temperature: shared.meanTemperature,
  asked: true,
  records: { pack: "NL-PWR-BattPack", cell: "NL-PWR-BattCell" },
};
