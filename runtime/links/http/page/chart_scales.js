// @ts-check
/** Scales of a chart: axes that begin at zero have it at the same height. */

/** @typedef {ArrayLike<number | null | undefined> & Iterable<number | null | undefined>} Row */
/** @typedef {readonly [low: number, high: number]} Ends */
/**
 * What a scale is to have, whatever was measured: an end that is null is left to the data.
 * @typedef {readonly [low: number | null, high: number | null]} Wanted
 */

/** Room above the highest value, a share of it. */
const ROOM = 0.06;

/**
 * Lowest and highest of some rows; undefined where nothing is known.
 * @param {readonly Row[]} rows
 * @returns {Ends | undefined}
 */
export function endsOf(rows) {
  let low = Infinity, high = -Infinity;
  for (const row of rows) {
    for (const value of row) {
      if (value == null) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low > high ? undefined : [low, high];
}

/**
 * Where zero is drawn, all scales that have one have it at the same height; the others are left out.
 * @param {Readonly<Record<string, { rows: readonly Row[], wanted: Wanted | undefined }>>} scales
 * @returns {Record<string, [low: number, high: number]>} the ends of those that have a zero
 */
export function aligned(scales) {
  const zeroed = Object.entries(scales).flatMap(([name, { rows, wanted }]) => {
    const [from, to] = wanted ?? [null, null];
    const [low, high] = endsOf(rows) ?? [0, 0];
    if (from !== 0 && to !== 0 && low > 0) return [];
    if (from !== null && from > 0) return [];
    const below = -Math.min(0, from ?? low, low),
      above = Math.max(0, to ?? high, high);
    const room = to === null ? above * ROOM : 0;
    return [{ name, below: below * (1 + ROOM), above: above + room }];
  });
  // Shares of the height below and above zero that the hungriest scale needs; what is 0 all the time, or unknown, needs none
  const share = (/** @type {"below" | "above"} */ side) =>
    Math.max(
      0,
      ...zeroed.map((one) => one[side] / (one.below + one.above || 1)),
    );
  const under = share("below"), over = share("above");
  if (under + over === 0) return {};
  return Object.fromEntries(zeroed.map(({ name, below, above }) => {
    const unit = Math.max(
      under > 0 ? below / under : 0,
      over > 0 ? above / over : 0,
    ) || 1;
    return [name, [under > 0 ? -unit * under : 0, unit * over]];
  }));
}

/**
 * The last value that is known; undefined where none is.
 * @param {Row} row
 */
export function lastOf(row) {
  for (let i = row.length - 1; i >= 0; i--) {
    const value = row[i];
    if (value != null) return value;
  }
  return undefined;
}

/** Most decimals at an axis. */
const FINEST = 6;

/**
 * How many decimals tell the ticks of an axis apart.
 * @param {number} step between two ticks
 */
export function decimalsOf(step) {
  for (let decimals = 0; decimals < FINEST; decimals++) {
    const steps = step * 10 ** decimals;
    if (Math.abs(steps - Math.round(steps)) < 1e-6 && steps >= 1 - 1e-6) {
      return decimals;
    }
  }
  return FINEST;
}
