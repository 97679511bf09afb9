/** What drivers of modem and GPS receiver tell of themselves; simulated ones leave it out. */
export interface DriverReport {
  /** A name for people, such as `modem:/dev/ttyUSB2`. */
  readonly name: string;
  /** Why the device does not work at present, or undefined while it does. */
  readonly problem?: string | undefined;
  /** What it does without, or what is wrong although it works; sentences for DIAG and log. */
  readonly notes?: readonly string[];
  /** What it counts, by names that tell what; shown in DIAG and as metrics. */
  readonly counters?: Readonly<Record<string, number>>;
}
