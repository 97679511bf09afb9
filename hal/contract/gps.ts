import type { DriverReport } from "./driver.ts";

/** One report of the receiver. Without a fix the position fields are left out. */
export interface GpsFix {
  /** Whether the receiver knows where it is. */
  readonly fix: boolean;
  /** Degrees, north positive. */
  readonly latitude?: number;
  /** Degrees, east positive. */
  readonly longitude?: number;
  /** Metres above sea level. */
  readonly altitude?: number;
  /** Course over ground, degrees. */
  readonly direction?: number;
  /** Speed over ground, km/h. */
  readonly speed?: number;
  /** Satellites that it goes by. */
  readonly satellites?: number;
  /** Horizontal dilution of precision: 1 is good, above 5 it is a guess. */
  readonly hdop?: number;
  /** Time of the fix by the satellites, ms since 1970 UTC; only with a fix. */
  readonly time?: number;
  /** What the receiver's clock shows, as it tells it, where the day is not known. */
  readonly timeOfDay?: string;
}

/** A GPS receiver. */
export interface Gps extends DriverReport {
  /** Opens the receiver and hands over each report. */
  open(receive: (fix: GpsFix) => void): void;
  /** Lets go of it. */
  close(): Promise<void>;
}
