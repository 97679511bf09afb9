/**
 * Vehicle type RT, the Renault Twizy: lists of plugins and the car's facts that they are given, one for
 * each release of the original firmware after which it can behave.
 * @module
 */
import { defineVehicle, type Vehicle } from "ovms-edge";
import { firmware } from "./firmware.ts";
import { later } from "./later/mod.ts";
import { original } from "./original.ts";
import { texts } from "./languages.ts";

/** The Renault Twizy. */
export const rt: Vehicle = defineVehicle({
  type: "RT",
  name: "Renault Twizy",
  texts,
  settings: { firmware },
  topics: {
    "batt.alert": "alert/battery.status",
    "power.report": "info/xrt.trip.report",
    "RT-ENG-": "data/xrt.sevcon.log",
  },
  // Loaded where it is wanted only: a gateway never simulates.
  simulator: async (world) => {
    const { simulateTwizy } = await import("./sim/mod.ts");
    const simulated = simulateTwizy(world);
    simulated.car.key(true);
    return simulated;
  },
  ...original,
  editions: { by: "firmware", of: { "3.9": later } },
});
