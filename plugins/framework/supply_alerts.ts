/** What the console tells of the 12 V battery on every page. */
import type { Alert } from "ovms-edge";

/** Volts as they were told last. */
interface Volts {
  readonly freshness: "unknown" | "fresh" | "stale";
  or(instead: number): number;
}

/** A low 12 V battery; nothing while nobody measures it. */
export function supplyAlerts(
  isLow: boolean | undefined,
  volts: Volts,
): Alert[] {
  return isLow === true && volts.freshness === "fresh"
    ? [{
      level: "alert",
      text: `The 12 V battery is low: ${volts.or(0).toFixed(1)} V`,
      todo: "Drive or charge the car soon, or charge the 12 V battery",
      page: "car",
    }]
    : [];
}
