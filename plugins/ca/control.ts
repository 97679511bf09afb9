/** A charge that the owner can limit and stop. */
import type { X } from "./own.ts";

/** Values of the mode's feature: what happens at a reached threshold. */
export const MODE = { notify: 0, stop: 1 } as const;

/** A reached threshold is to end the charge. */
export const stops = ({ features: f }: X) => f.mode.value === MODE.stop;

/** Asks for the end of a charge; false where there is none. */
export function requestStop({ metrics: m }: X): boolean {
  if (m.charging.value !== true) return false;
  m.stop.set(true);
  return true;
}

/** The request ends with the charge; in the mode that stops, a reached threshold makes one. */
export function followStop(ctx: X): void {
  const { metrics: m } = ctx;
  if (m.charging.value !== true) {
    m.stop.set(false);
    return;
  }
  if (stops(ctx) && reached(ctx)) requestStop(ctx);
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
