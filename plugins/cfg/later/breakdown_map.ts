/**
 * The torque map for a motor whose torque breaks down at high speeds, as OVMS v3 makes it
 * (twizy-later.md, section 7.3): constant torque, then constant power, then falling with the square of
 * the speed.
 */

/** The motor: torque at which it breaks down, Nm, at the rated speed, rpm; share of the rated current. */
export interface Breakdown {
  readonly torque: number;
  readonly rpm: number;
  readonly current: number;
}

/** What the map is made of: mNm, W at the knee and behind it, greatest speed in rpm. */
interface Wanted {
  readonly torque: number;
  readonly low: number;
  readonly high: number;
  readonly rpm: number;
}

/** A point: W at a speed, rpm. */
export interface PowerPoint {
  readonly watts: number;
  readonly rpm: number;
}

/** Shares of the way through a part of the map, of which each point takes one more. */
const STEPS = [0, 1, 2, 3, 5, 8, 13, 21] as const;
const POINTS = STEPS.length, LAST = POINTS - 1;
/** Where the power is not constant at all, and where it is to the end. */
const NONE = 0, ALL = POINTS;

/** Torque by speed is 9549 times power. */
const FACTOR = 9549;

/** Where the parts meet, and how many points the middle one has. */
interface Parts {
  readonly knee: number;
  readonly end: number;
  readonly low: number;
  readonly high: number;
  readonly points: number;
}

function partsOf(
  { torque, low, high, rpm }: Wanted,
  motor: Breakdown,
): Parts {
  const knee = Math.min(Math.floor(FACTOR * low / torque), rpm);
  const meets = Math.sqrt(motor.torque * 1000 / torque * motor.current) *
    motor.rpm;
  if (meets < knee) {
    // Torque breaks down before the power is reached
    const watts = torque * meets / FACTOR;
    return { knee: meets, end: meets, low: watts, high: watts, points: NONE };
  }
  const end = motor.torque / FACTOR * 1000 * motor.rpm ** 2 * motor.current /
    high;
  if (end >= rpm) {
    return { knee, end: Math.max(rpm, knee), low, high, points: ALL };
  }
  if (end < knee) return { knee, end: knee, low, high: low, points: share(0) };
  const width = (rpm - knee) / LAST;
  return { knee, end, low, high, points: share((end - knee) / width) };
}

/** Points of the middle part; the last one alone has no room for the rest. */
function share(widths: number): number {
  const points = Math.floor(widths + 0.6);
  return points >= LAST ? LAST - 1 : points;
}

const step = (n: number) => STEPS[Math.min(n, LAST)] ?? 0;

/** The eight points behind the first, in whole numbers. */
export function breakdownPoints(
  wanted: Wanted,
  motor: Breakdown,
): readonly PowerPoint[] {
  const { knee, end, low, high, points } = partsOf(wanted, motor);
  return STEPS.map((_, n): PowerPoint => {
    if (n < points) {
      const part = step(n) / step(points);
      return whole(low + part * (high - low), knee + part * (end - knee));
    }
    const part = step(n - points) / step(LAST - points);
    const rpm = end + part * (wanted.rpm - end);
    return whole(high * end / rpm, rpm);
  });
}

const whole = (watts: number, rpm: number): PowerPoint => ({
  watts: Math.floor(watts),
  rpm: Math.floor(rpm),
});
