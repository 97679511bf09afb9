/** How the car drives: speed, acceleration, power. */
import { chargedMore } from "./charges.ts";
import { HeldMeter } from "./meter.ts";
import type { X } from "./own.ts";

/** km/h that an acceleration of 1 m/s² makes in the 0.1 s between two speeds. */
const STEP = 0.36;

/** How the car drives, up to now. */
export function look({ hal, metrics: m, state }: X): void {
  const { statistics, looked } = state;
  looked.look(statistics.driving, m.speed.or(0), hal.clock.monotonic());
}

/** Another acceleration, m/s²; the speed that it led to belongs to it. */
export function accelerates(now: number, ctx: X, step = now * STEP): void {
  const { hal, metrics: m, state: { statistics, looked } } = ctx;
  if (!statistics.accelerates(now)) return;
  looked.look(
    statistics.driving,
    Math.max(0, m.speed.or(0) - step),
    hal.clock.monotonic(),
  );
}

/** A car that does not tell its acceleration shows it by its speed, second by second. */
export function followSpeed(ctx: X): void {
  const { metrics: m, state } = ctx;
  if (m.acceleration.age !== undefined || m.speed.age !== 0) return;
  const speed = m.speed.or(0), before = state.speed ?? speed;
  accelerates((speed - before) / 3.6, ctx, speed - before);
  state.speed = speed;
}

/** Another power of a car that does not sum it up, kW. */
export function hold(power: number, ctx: X): void {
  const { meters } = ctx.state;
  if (meters?.measured instanceof HeldMeter) meters.measured.power(power);
  chargedMore(ctx);
}
