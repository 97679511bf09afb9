/** How long the charge takes, and the thresholds that it is to reach. */
import { kilometres } from "ovms-edge";
import { publishControl } from "./control.ts";
import type { ChargeAlertOptions, ChargeNow } from "./options.ts";
import type { X } from "./own.ts";

/** Times to the thresholds and to full, minutes; undefined where they cannot be told. */
export interface Times {
  readonly soc: number | undefined;
  readonly range: number | undefined;
  readonly full: number | undefined;
}

/** How the car charges at present, or would charge. */
export function chargeNow({ hal, metrics: m, features: f }: X): ChargeNow {
  // A level is no limit while nothing can be sent
  const level = hal.can.tx.open ? f.level?.value ?? 0 : 0;
  return { power: m.power.value, capacity: m.capacity.value, level };
}

/** Times as they are now. */
export function timesOf(
  ctx: X,
  { chargeMinutes }: ChargeAlertOptions,
): Times {
  const { metrics: m, features: f, user } = ctx;
  const soc = m.soc.value, full = m.full.or(0);
  if (soc === undefined) {
    return { soc: undefined, range: undefined, full: undefined };
  }
  const now = chargeNow(ctx);
  const minutes = (to: number) => chargeMinutes(soc, to, now);
  const socLimit = f.soc.value, rangeLimit = f.range.value;
  return {
    soc: socLimit > 0 ? minutes(socLimit) : undefined,
    range: rangeLimit > 0 && full > 0
      ? minutes(kilometres(rangeLimit, user.units) / full * 100)
      : undefined,
    full: minutes(100),
  };
}

/** Minutes to the next threshold that is not reached yet; 0 when all are. */
export function nearest({ soc, range }: Times): number | undefined {
  const set = [soc, range].filter((minutes) => minutes !== undefined);
  if (set.length === 0) return undefined;
  const ahead = set.filter((minutes) => minutes > 0);
  return ahead.length === 0 ? 0 : Math.min(...ahead);
}

/** Thresholds in standard units and times, for whoever watches the charge. */
export function publish(ctx: X, options: ChargeAlertOptions): void {
  const { metrics: m, features: f, user } = ctx;
  m.socLimit.set(f.soc.value);
  m.rangeLimit.set(kilometres(f.range.value, user.units));
  if (options.control) publishControl(ctx);
  publishTimes(ctx, options);
}

/** Times; -1 is unknown. */
export function publishTimes(ctx: X, options: ChargeAlertOptions): void {
  const { metrics: m } = ctx, times = timesOf(ctx, options);
  if (m.soc.value === undefined) return;
  m.toFull.set(times.full ?? -1, m.soc);
  m.toSoc.set(times.soc ?? -1, m.soc);
  m.toRange.set(times.range ?? -1, m.soc);
}

/** FEATURE and PARAM may have changed the thresholds. */
export function followThresholds(ctx: X, options: ChargeAlertOptions): void {
  const { metrics: m, features: f, user } = ctx;
  const same = (!options.control || m.level.value === f.level.value) &&
    m.socLimit.value === f.soc.value &&
    m.rangeLimit.value === kilometres(f.range.value, user.units);
  if (!same) publish(ctx, options);
}
