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

/** Looked at when a car's charge time depends on it. */
class Now implements ChargeNow {
  readonly #ctx: X;

  constructor(ctx: X) {
    this.#ctx = ctx;
  }
  get power(): number | undefined {
    return this.#ctx.metrics.power.value;
  }
  get capacity(): number | undefined {
    return this.#ctx.metrics.capacity.value;
  }
  get level(): number {
    const { hal, features: { level } } = this.#ctx;
    // A level is no limit while nothing can be sent
    return level !== undefined && hal.can.tx.open ? level.value : 0;
  }
}

/** How the car charges at present, or would charge. */
export function chargeNow(ctx: X): ChargeNow {
  return new Now(ctx);
}

/** SOC that the owner finds sufficient, %; NaN for none. */
function wantedSoc({ features: { soc } }: X): number {
  return soc.value > 0 ? soc.value : NaN;
}

/** SOC of the sufficient range, %; NaN for none, or while nobody knows the range of a full battery. */
function wantedRange({ metrics: m, features: f, user }: X): number {
  const range = f.range.value, full = m.full.or(0);
  return range > 0 && full > 0
    ? kilometres(range, user.units) / full * 100
    : NaN;
}

/** Minutes to a SOC, %; undefined where they cannot be told, or for NaN. */
function minutesTo(
  to: number,
  now: ChargeNow,
  { metrics: { soc } }: X,
  { chargeMinutes }: ChargeAlertOptions,
): number | undefined {
  const from = soc.or(NaN);
  return Number.isNaN(from) || Number.isNaN(to)
    ? undefined
    : chargeMinutes(from, to, now);
}

/** Times as they are now. */
export function timesOf(ctx: X, options: ChargeAlertOptions): Times {
  const now = chargeNow(ctx);
  return {
    soc: minutesTo(wantedSoc(ctx), now, ctx, options),
    range: minutesTo(wantedRange(ctx), now, ctx, options),
    full: minutesTo(100, now, ctx, options),
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
  const { metrics: { soc, toFull, toSoc, toRange } } = ctx;
  if (soc.value === undefined) return;
  const now = chargeNow(ctx);
  toFull.set(minutesTo(100, now, ctx, options) ?? -1, soc);
  toSoc.set(minutesTo(wantedSoc(ctx), now, ctx, options) ?? -1, soc);
  toRange.set(minutesTo(wantedRange(ctx), now, ctx, options) ?? -1, soc);
}

/** FEATURE and PARAM may have changed the thresholds. */
export function followThresholds(ctx: X, options: ChargeAlertOptions): void {
  const { metrics: m, features: f, user } = ctx;
  const same = (!options.control || m.level.value === f.level.value) &&
    m.socLimit.value === f.soc.value &&
    m.rangeLimit.value === kilometres(f.range.value, user.units);
  if (!same) publish(ctx, options);
}
