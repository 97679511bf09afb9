import type { DriverReport } from "./driver.ts";

/** One report of the receiver. Without a fix the position fields are left out. */
export interface GpsFix {
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
  readonly satellites?: number;
  readonly hdop?: number;
  /** Time of the fix by the satellites, ms since 1970 UTC; only with a fix. */
  readonly time?: number;
}

/** A GPS receiver. */
export interface Gps extends DriverReport {
  open(receive: (fix: GpsFix) => void): void;
  close(): Promise<void>;
}
