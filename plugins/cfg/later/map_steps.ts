/** The map that SPEED and POWER change (twizy-later.md, section 7.3). */
import type { Now, Step, Write } from "../macro.ts";
import { od } from "../objects.ts";
import { mapOf, rpmOf, set } from "./macros.ts";
import {
  END,
  KNEE,
  mapObjects,
  type MapValues,
  mapWrites,
  powerOf,
} from "./power_map.ts";
import { breakdownOf, type Tuning } from "./tuning.ts";

/**
 * The step that makes the map.
 * @param make what it is made of, once the controller's values are known
 */
export function mapStep(
  tuning: Tuning,
  make: (now: Now) => MapValues,
): Step {
  const { base } = tuning, motor = breakdownOf(tuning);
  return {
    preOp: true,
    reads: [od.peakTorque, od.maxForward],
    writes: mapObjects.map((object): Write => [object, () => undefined]),
    inOrder: (now) =>
      mapWrites(base, make(now), motor)
        .map(([object, value]) => set(object, value)),
    part: "",
  };
}

/** Torque and powers that the controller's present map is made of, where they are not known. */
export function presentMap(
  { base, known, motor, profile }: Tuning,
  now: Now,
): Pick<MapValues, "torque" | "low" | "high"> {
  // Such a map does not tell at its end how much power it was made for
  if (motor) return { ...mapOf(base, profile), ...known };
  const power = (
    { torque, rpm }: typeof KNEE | typeof END,
    at: number,
    delivered: number,
  ) => {
    const t = now(torque), r = now(rpm);
    const isDelivered = t === base.mapTorque[at] && r === base.mapRpm[at];
    return isDelivered ? delivered : powerOf(t, r);
  };
  return {
    torque: known.torque ?? now(od.peakTorque) - base.torqueDelta,
    low: known.low ?? power(KNEE, 1, base.powerLow),
    high: known.high ?? power(END, 8, base.powerHigh),
  };
}

/** Greatest speed that the controller's present map reaches to, rpm. */
export function presentRpm(tuning: Tuning, now: Now): number {
  const { base, known, lockKph, profile } = tuning;
  // A locked car tells its lock, to which no map may end
  const locked = lockKph === undefined
    ? undefined
    : rpmOf(base, profile.speedMax);
  return known.rpm ?? locked ?? now(od.maxForward);
}
