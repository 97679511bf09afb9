/** Charging is nearly linear up to this SOC and much slower above it (guide, "Charge time estimation"). */
export const KNEE = 94;
/** Minutes from empty to the knee, and from there to full. */
const MAIN = 180, TOP = 40;

/**
 * Minutes to charge from one SOC to another, rounded up to be on the safe side.
 * @param soc present SOC, %
 * @param to wanted SOC, %; more than 100 counts as 100
 */
export function chargeMinutes(soc: number, to: number): number {
  const end = Math.min(to, 100);
  const main = Math.max(0, Math.min(end, KNEE) - soc) * MAIN / KNEE;
  const top = Math.max(0, end - Math.max(soc, KNEE)) * TOP / (100 - KNEE);
  // What doubles add in the last digit is not a minute.
  return Math.max(0, Math.ceil(main + top - 1e-9));
}
