/**
 * Vehicle type NL, the Nissan Leaf and e-NV200 (ZE0, AZE0, ZE1), after the public notes and tables of
 * their owners.
 * @module
 */
import { defineVehicle, type Vehicle } from "ovms-edge";
import { batt, ca, gps, power, range, refuses, stat } from "ovms-edge/car";
import { leafBattery } from "./battery.ts";
import { leaf } from "./leaf.ts";
import { remote } from "./remote.ts";
import { xnl } from "./metrics.ts";
import { settings } from "./settings.ts";
import { texts } from "./languages.ts";

/** What records begin with, as the vehicle type. */
const PREFIX = "NL";

/** Nissan Leaf and e-NV200. */
export const nl: Vehicle = defineVehicle({
  type: PREFIX,
  name: "Nissan Leaf",
  texts,
  buses: {
    1: { name: "EV-CAN", bitRate: 500_000 },
    2: { name: "CAR-CAN", bitRate: 500_000 },
  },
  settings,
  // Loaded where it is wanted only: a gateway never simulates.
  simulator: async (world) => {
    const { simulateLeaf } = await import("./sim/mod.ts");
    return simulateLeaf(world);
  },
  plugins: [
    leaf,
    range({
      shown: xnl.rangeNow,
      full: xnl.rangeNew,
      present: xnl.rangePresent,
    }),
    ca({ chargeMinutes, state: xnl.chargeState }),
    power({ prefix: PREFIX, way: xnl.way }),
    gps({ prefix: PREFIX }),
    batt(leafBattery),
    stat(),
    remote,
    refuses(["HOMELINK", "VALET", "UNVALET", "CHARGEMODE", "CHARGESTOP"]),
  ],
  verbs: ["STAT", "RANGE", "CA", "BATT", "POWER", "CLIMATE", "HELP"],
});

/** Minutes at the power that the charger gives now; near the end it gives less. */
function chargeMinutes(
  soc: number,
  to: number,
  { power = 0, capacity = 0 }: {
    power: number | undefined;
    capacity: number | undefined;
  },
): number | undefined {
  if (power <= 0 || capacity <= 0) return undefined;
  return Math.ceil(capacity * Math.max(0, to - soc) / 100 / power * 60);
}
