/** What is wrong at present, and what the drivers count, as sentences for people. */
import type { Hal } from "../hal/mod.ts";
import {
  damagedFrames,
  driversOf,
  type DriverState,
} from "./metrics/drivers.ts";
import { pollProblems, pollsAsDriver } from "./vehicle/polling.ts";
import type { VehicleSide } from "./vehicle/vehicle_side.ts";

/** What of the vehicle side can be in trouble. */
type Side = Pick<VehicleSide, "host" | "poller">;

/** Sentences about plugins that are set aside and questions that are not asked. */
export function problemsOf({ host, poller }: Side): readonly string[] {
  const aside = host.plugins.filter((loaded) => loaded.aside);
  return [
    ...aside.map(({ plugin: { id }, faults }) =>
      `Plugin ${id} is set aside after ${faults} faults: it is tried again by itself, and the log tells why`
    ),
    ...pollProblems(poller),
  ];
}

/** The drivers and what works on their frames. */
export function driversAt(
  hal: Hal,
  { host, poller }: Side,
): readonly DriverState[] {
  return [
    ...driversOf(hal),
    ...pollsAsDriver(poller),
    ...damagedFrames(host.damaged),
  ];
}
