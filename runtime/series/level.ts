import type { SeriesEnds, SeriesLevel } from "../../hal/mod.ts";

/** Time between two points of a level, ms. */
export const STEP: Readonly<Record<SeriesLevel, number>> = {
  raw: 10_000,
  minute: 60_000,
  hour: 3_600_000,
};

/** How long each level and the track are kept, days. */
export type Kept = Readonly<Record<SeriesLevel | "track", number>>;

const DAY = 86_400_000;

/** Levels from the finest on. */
const FINE: readonly SeriesLevel[] = ["raw", "minute", "hour"];

/**
 * The finest level that reaches back to the begin of a span and has not many more points than are
 * wanted; the coarsest where none does.
 * @param points wanted in the whole span
 */
export function levelFor(
  span: { readonly since: number; readonly until: number },
  points: number,
  kept: Kept,
  now: number,
): SeriesLevel {
  const wanted = (span.until - span.since) / points;
  return FINE.find((level, n) => {
    const coarser = FINE[n + 1];
    if (coarser === undefined) return true;
    return span.since >= now - kept[level] * DAY && wanted < STEP[coarser];
  }) ?? "hour";
}

/** Until when each level and the track are dropped, ms since 1970 UTC. */
export function ends(kept: Kept, now: number): SeriesEnds {
  return {
    raw: now - kept.raw * DAY,
    minute: now - kept.minute * DAY,
    hour: now - kept.hour * DAY,
    track: now - kept.track * DAY,
  };
}
