import type { ChargeNow } from "ovms-edge/car";

/** Charging is nearly linear up to this SOC and much slower above it (guide, "Charge time estimation"). */
export const KNEE = 94;
/** Minutes from empty to the knee, and from there to full. */
const MAIN = 180, TOP = 40;

/** A of the charger, and A of a step of a limit; from this level on there is none. */
const CHARGER = 32, STEP = 5, NO_LIMIT = 7;

/**
 * Minutes to charge from one SOC to another, rounded up to be on the safe side.
 * @param soc present SOC, %
 * @param to wanted SOC, %; more than 100 counts as 100
 * @param now level to which the owner limited the charge: it makes the part up to the knee slower
 */
export function chargeMinutes(
  soc: number,
  to: number,
  { level }: Pick<ChargeNow, "level"> = { level: 0 },
): number {
  const end = Math.min(to, 100);
  const slower = level > 0 && level < NO_LIMIT ? CHARGER / (STEP * level) : 1;
  const main = Math.max(0, Math.min(end, KNEE) - soc) * MAIN / KNEE * slower;
  const top = Math.max(0, end - Math.max(soc, KNEE)) * TOP / (100 - KNEE);
  // What doubles add in the last digit is not a minute.
  return Math.max(0, Math.ceil(main + top - 1e-9));
}
