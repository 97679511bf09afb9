// @ts-check
/** Charges that can be drawn: the one that runs, and those whose begin and end are known. */

/** @typedef {{ begin: string | null, end: string | null, seconds: number, chargedWh: number, socBefore: number, socAfter: number }} Done a charge; begin and end are null where nobody knew the time */
/** @typedef {{ begin?: string | null, socBefore?: number | null }} UnderWay as the gateway saw it begin; nothing where it did not */
/** @typedef {{ begin: string, end: string, socBefore: number, socAfter: number, running: boolean }} Shown */

/**
 * The charges, newest first.
 * @param {readonly Done[]} done newest first
 * @param {(UnderWay & { soc: number | undefined, time: number }) | undefined} now undefined while nothing is charged; SOC and ms
 * @returns {Shown[]}
 */
export function chargesOf(done, now) {
  const known = done.flatMap((charge) => {
    const { begin, end } = charge;
    return begin && end ? [{ ...charge, begin, end, running: false }] : [];
  });
  const { begin, socBefore, soc, time } = now ?? {};
  // Begun before the gateway saw it, or at a time that nobody knows: it is not a part of an earlier one
  if (!begin || socBefore == null || soc === undefined || time === undefined) {
    return known;
  }
  const end = new Date(time).toISOString();
  return [{ running: true, begin, end, socBefore, socAfter: soc }, ...known];
}
