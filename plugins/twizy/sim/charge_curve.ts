/** Power from the mains in the linear part, W: 32 A at the nominal 64 V. */
const CHARGE_POWER = 2048;

/** Where the linear part ends, %. */
const KNEE = 94;

/**
 * Usable energy of the full battery in Wh at the nominal 64 V (102 Ah): what the linear part of the
 * charge curve, 180 minutes from 0 to 94 %, carries.
 */
export const CAPACITY = CHARGE_POWER * 3 / (KNEE / 100);

/**
 * How fast the current tapers: power falls by e^-2.1301 from 94 to 100 %.
 * Solves (e^k - 1) / k = (40 / 6) / (180 / 94), so that the last 6 % take 40 minutes.
 */
const TAPER = 2.1301;

/** Power in W that the charger delivers at an SOC in %; 0 when full. */
export function chargePower(soc: number): number {
  if (soc >= 100) return 0;
  if (soc <= KNEE) return CHARGE_POWER;
  return CHARGE_POWER * Math.exp(-TAPER * (soc - KNEE) / (100 - KNEE));
}

/** Most that the charger delivers at a level of 1 to 7, W: 5 A each at the nominal 64 V, 32 A at most. */
export function levelPower(level: number): number {
  return Math.min(320 * level, CHARGE_POWER);
}

/** Charge level that the BMS shows for a power in W: 0 to 7 steps of 300 W. */
export function chargeLevel(watts: number): number {
  return Math.min(7, Math.round(watts / 300));
}
