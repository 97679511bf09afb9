/** A charge that the owner can limit and stop. */
import type { X } from "./own.ts";

/** Values of the mode's feature: what happens at a reached threshold. */
export const MODE = { notify: 0, stop: 1 } as const;

/** A reached threshold is to end the charge, and can; else it is told. */
export const stops = ({ features: f, hal }: X) =>
  f.mode.value === MODE.stop && hal.can.tx.open;

/**
 * Asks for the end of a charge at somebody's word.
 * @returns what came of it: there is no charge, or the write gate is closed, and nothing is asked for
 */
export function stopNow(
  { metrics: m, hal }: X,
): "requested" | "none" | "closed" {
  if (m.charging.value !== true) return "none";
  if (!hal.can.tx.open) return "closed";
  m.stop.set(true);
  return "requested";
}

/** The request ends with the charge; in the mode that stops, a reached threshold makes one. */
export function followStop(ctx: X): void {
  const { metrics: m } = ctx;
  if (m.charging.value !== true) {
    m.stop.set(false);
    return;
  }
  if (stops(ctx) && reached(ctx)) m.stop.set(true);
  m.substate.set(m.stop.value === true ? "scheduledstop" : "onrequest");
}

function reached({ metrics: m }: X): boolean {
  const socLimit = m.socLimit.or(0), rangeLimit = m.rangeLimit.or(0);
  return socLimit > 0 && Math.floor(m.soc.or(0)) >= socLimit ||
    rangeLimit > 0 && m.ideal.or(0) >= rangeLimit;
}

/** What the car's own plugin follows. */
export function publishControl({ metrics: m, features: f }: X): void {
  m.level.set(f.level.value);
}
