/** One leg of a drive: seconds, speed wanted in km/h, slope in % (uphill positive). */
export type Leg = readonly [seconds: number, speed: number, slope: number];

/**
 * Drives, repeated from the start when they end.
 * Up and down come in pairs of equal time and speed so that the altitude stays near the start.
 */
export const PROFILES: Readonly<Record<string, readonly Leg[]>> = {
  /** Traffic lights, 30 and 50 km/h limits. */
  city: [
    [10, 0, 0],
    [25, 32, 0],
    [12, 0, 0],
    [20, 50, 0],
    [20, 50, 2],
    [20, 50, -2],
    [15, 30, 0],
    [18, 0, 0],
    [40, 48, 0],
    [10, 15, 0],
    [25, 45, 0],
    [12, 0, 0],
  ],
  /** Country and fast roads at up to the car's 80 km/h. */
  highway: [
    [30, 60, 0],
    [180, 80, 0],
    [40, 80, 2],
    [40, 80, -2],
    [60, 70, 0],
    [120, 78, 0],
  ],
  /** Long climbs and descents. */
  hill: [
    [30, 45, 0],
    [120, 45, 6],
    [20, 45, 0],
    [120, 45, -6],
    [30, 55, 0],
    [60, 55, 3],
    [60, 55, -3],
  ],
  /** A residential quarter. */
  slow: [
    [60, 20, 0],
    [15, 0, 0],
    [90, 25, 0],
    [30, 12, 0],
  ],
};
