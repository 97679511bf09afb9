/** Where the energy goes: from the statistics to day, trip and charge. */
import type { Amounts } from "./amounts.ts";
import { publish, second, type X } from "./own.ts";

/** Hands what came since the last time to day, trip and charge. */
export function takeOver(
  ctx: X,
  now = second(ctx),
  totals = ctx.state.statistics.totals(),
): Amounts {
  return ctx.state.logbook.add(totals, now);
}

/** The statistics begin anew, with a trip or a charge. */
export function reset(ctx: X, of: "trip" | "charge"): void {
  ctx.state.of = of;
  ctx.state.statistics.reset();
  ctx.state.looked.reset();
  ctx.state.counted?.reset();
  ctx.state.logbook.reset();
  publish(ctx);
}
