// @ts-check
/** Rows of charts: what was not measured is a gap. */

/**
 * A date whose local fields are those that the time has in UTC: what counts whole UTC days is drawn
 * on its own day, also west of it.
 * @param {number} seconds since 1970
 */
export function utcDate(seconds) {
  const then = new Date(seconds * 1000);
  return new Date(
    then.getUTCFullYear(),
    then.getUTCMonth(),
    then.getUTCDate(),
    then.getUTCHours(),
    then.getUTCMinutes(),
    then.getUTCSeconds(),
  );
}

/**
 * Puts a gap where two rows are further apart than records come.
 * @param {readonly (readonly (number | null)[] & { readonly 0: number })[]} rows x and its values
 * @param {number} most largest distance of x that is no gap
 * @returns {[number[], ...(number | null)[][]]} columns, as a chart wants them
 */
export function columns(rows, most) {
  /** @type {number[]} */
  const x = [];
  /** @type {(number | null)[][]} */
  const values = Array.from({ length: (rows[0]?.length ?? 1) - 1 }, () => []);
  let last = Infinity;
  for (const [at, ...row] of rows) {
    if (at - last > most) {
      x.push((at + last) / 2);
      for (const column of values) column.push(null);
    }
    x.push(at);
    values.forEach((column, i) => column.push(row[i] ?? null));
    last = at;
  }
  return [x, ...values];
}

/**
 * Places of values that no line reaches, since a gap is on both sides.
 * @param {ArrayLike<number | null | undefined>} row undefined where only other rows have a point
 * @returns {number[]}
 */
export function alone(row) {
  /** @type {number[]} */
  const found = [];
  let before = /** @type {number | null} */ (null), place = -1, single = false;
  for (let i = 0; i < row.length; i++) {
    const value = row[i];
    if (value === undefined) continue;
    if (value === null) {
      if (single) found.push(place);
      single = false;
    } else {
      single = before === null;
      place = i;
    }
    before = value;
  }
  if (single) found.push(place);
  return found;
}
