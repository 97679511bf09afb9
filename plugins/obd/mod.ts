/**
 * Vehicle type O2: any car with a standard OBD-II port on CAN (11 or 29 bit identifiers, 500 kbit/s), after
 * SAE J1979 and ISO 15765-4.
 * @module
 */
import { defineVehicle, type Vehicle } from "ovms-edge";
import { gps, refuses, stat } from "ovms-edge/car";
import { xo2 } from "./metrics.ts";
import { port } from "./obd.ts";
import { settings } from "./own.ts";
import { texts } from "./languages.ts";

/** What records begin with, as the vehicle type. */
const PREFIX = "O2";

/** Any car with an OBD-II port; it tells no power of a battery, so that there are no power statistics. */
export const o2: Vehicle = defineVehicle({
  type: PREFIX,
  name: "Car with OBD-II port",
  texts,
  settings,
  buses: { 1: { name: "OBD-II", bitRate: 500_000 } },
  // Loaded where it is wanted only: a gateway never simulates.
  simulator: async (world) => {
    const { simulateCar } = await import("./sim/mod.ts");
    return simulateCar(world);
  },
  plugins: [
    port,
    gps({ prefix: PREFIX }),
    stat({ fuel: xo2.fuel, asked: true }),
    refuses([
      ...["HOMELINK", "LOCK", "UNLOCK", "VALET", "UNVALET"] as const,
      ...["CHARGEMODE", "CHARGESTART", "CHARGESTOP"] as const,
    ]),
  ],
  verbs: ["STAT", "DTC", "HELP"],
});
