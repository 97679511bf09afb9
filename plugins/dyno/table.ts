/** What was measured as a table. */
import type { Sample } from "./own.ts";

/** Columns: what a sample has, how it is called with its unit, and its decimals. */
const COLUMNS = [
  ["time", "time s", 2],
  ["speed", "speed km/h", 1],
  ["rpm", "rpm", 0],
  ["pedal", "pedal %", 0],
  ["brake", "brake %", 0],
  ["batteryVoltage", "battery V", 1],
  ["batteryCurrent", "battery A", 2],
  ["batteryPower", "battery kW", 3],
  ["capacitorVoltage", "capacitor V", 1],
  ["voltage", "motor V", 1],
  ["current", "motor A", 0],
  ["power", "motor kW", 3],
  ["modulation", "modulation %", 0],
  ["slip", "slip rad/s", 2],
  ["frequency", "frequency rad/s", 1],
  ["torqueDemand", "torque demanded Nm", 1],
  ["torque", "torque Nm", 1],
  ["torqueLimit", "torque limit Nm", 1],
] as const satisfies readonly (readonly [keyof Sample, string, number])[];

/** Their names. */
export const sampleColumns: readonly string[] = COLUMNS.map(([, name]) => name);

/** A sample as a row; null for what nobody measured. */
export function sampleRow(sample: Sample): (number | null)[] {
  return COLUMNS.map(([key, , decimals]) => {
    const value = sample[key];
    return value === undefined ? null : Number(value.toFixed(decimals));
  });
}
