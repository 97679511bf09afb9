/** A charge begins and ends. */
import { reset, takeOver } from "./accounts.ts";
import { record } from "./keeping.ts";
import type { PowerOptions } from "./options.ts";
import { publish, publishCharged, second, type X } from "./own.ts";

const isUnderWay = (chargeState: string) =>
  chargeState === "charging" || chargeState === "topoff";

/** The program begins, perhaps within a charge: its sums begin with it, and not at its next state. */
export function beginWithin(ctx: X): void {
  const { metrics: m, state } = ctx;
  state.chargeState = m.chargeState.or("done");
  if (!isUnderWay(state.chargeState)) return;
  state.charging = true;
  state.of = "charge";
  state.logbook.begin("charge", second(ctx));
}

/** Another state of the charge. */
export function chargeChanged(
  chargeState: string,
  ctx: X,
  { keepsInterrupted }: PowerOptions,
): void {
  const { state } = ctx, goesOn = state.chargeState === "stopped";
  state.chargeState = chargeState;
  const charging = isUnderWay(chargeState);
  if (charging === state.charging) return;
  if (charging) {
    // What came since the last second came from the mains: a car that is plugged in stands.
    state.charging = true;
    state.logbook.begin("charge", second(ctx));
    takeOver(ctx);
    if (keepsInterrupted && goesOn) publish(ctx);
    else reset(ctx, "charge");
  } else {
    takeOver(ctx);
    state.charging = false;
    publish(ctx);
    record(ctx, { charge: state.logbook.end("charge", second(ctx)) });
  }
}

/** STAT tells what a charge brought to the last sample. */
export function chargedMore(ctx: X): void {
  if (ctx.state.charging) publishCharged(ctx);
}
