/** Time. */

/** Ends what the call that returned it began; calling it again does nothing. */
export type Stop = () => void;

/** Wall time and whether to believe it: a gateway without a clock chip starts with a wrong one. */
export interface WallTime {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly ms: number;
  /** False until the system is synchronised, or a GPS receiver or the mobile network told the time. */
  readonly trusted: boolean;
}

/** Who can tell the time besides the system. */
export type TimeSource = "gps" | "network";

/** The only source of time. The simulated one can be advanced by hand. */
export interface Clock {
  /** Milliseconds since the program started, those of a sleep of the machine too; never runs backwards. */
  monotonic(): number;
  /** The wall's time, which may jump. */
  wall(): WallTime;
  /**
   * Calls `work` every `ms` milliseconds until stopped.
   * @param work is told how often it could not be called since the last time, as when the program was halted
   */
  every(ms: number, work: (missed: number) => void): Stop;
  /** Calls `work` once after `ms` milliseconds, unless stopped before. */
  after(ms: number, work: () => void): Stop;
}
