/** What is counted frame by frame: energy at the pack's voltage, and how the car moves. */
import type { P } from "./own.ts";

/** A change of the speed from which on a car becomes faster or slower, 1/100 km/h in 0.1 s, steadied. */
const CHANGES = 7;
/** Slowest speed that is driving, 1/100 km/h. */
const DRIVING = 10;
/** Steps of power at the pack's voltage, 6.4 W, in 1/4 A by 1/10 V. */
const PACK_STEP = 256;

/** A sample of the current, 1/4 A, at the pack's voltage. */
export function countPower(put: P, drawn: number): void {
  const volts = put.pack;
  if (!(volts > 0)) return;
  const steps = Math.floor(
    (drawn * Math.round(volts * 10) + PACK_STEP / 2) / PACK_STEP,
  );
  if (steps > 0) put.packUsed += steps;
  else put.packRecovered -= steps;
}

/** How the car moves, 0.1 s after the last time. @param speed 1/100 km/h @param change steadied */
export function countMotion(put: P, speed: number, change: number): void {
  if (speed < DRIVING) return;
  put.movingCount++;
  put.movingSum += speed;
  if (change >= CHANGES) {
    put.fasterCount++;
    put.fasterSum += change;
  } else if (change <= -CHANGES) {
    put.slowerCount++;
    put.slowerSum -= change;
  }
}
