/** What a charge tells about the battery's capacity (twizy-later.md, section 16). */

/** Lowest SOC below which a charge is long enough to tell, %. */
const LOW = 40;
/** Weight of what was known before. */
const BEFORE = 9;

/** A charge from its lowest SOC to its end. */
export interface WholeCharge {
  /** %. */
  readonly socMin: number;
  /** SOC and charge at the end of the part with constant current: %, Ah. */
  readonly constantSoc: number;
  readonly constantAh: number;
  /** Charge of the whole, Ah. */
  readonly ah: number;
}

/**
 * Ah of the whole battery: up to the end of the constant current, SOC and charge are in proportion;
 * what came after that is added. Undefined where the charge was too short to tell.
 */
export function estimate(
  { socMin, constantSoc, constantAh, ah }: WholeCharge,
): number | undefined {
  if (socMin >= LOW || constantSoc <= socMin) return undefined;
  return constantAh / (constantSoc - socMin) * constantSoc + ah - constantAh;
}

/** What is known after a measurement, %: a tenth of it is new. */
export function smoothed(known: number, measured: number): number {
  const mean = known > 0
    ? (BEFORE * known + measured) / (BEFORE + 1)
    : measured;
  return Math.round(mean * 100) / 100;
}
