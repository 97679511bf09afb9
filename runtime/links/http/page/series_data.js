// @ts-check
/** Courses over time as rows of a chart: gaps stay gaps. */

/** @import { SeriesPoints } from "./answers.ts" */
/** @typedef {SeriesPoints["courses"][number]["points"]} Points */

const MINUTE = 60_000;
/** Silence that is no gap: some values come once a minute only, and some each three minutes, ms. */
const QUIET = 1.5 * MINUTE, LONGER = 4 * MINUTE;

/**
 * Silence that is no gap, ms. Of longer steps each has a point where anything was heard.
 * @param {number} step ms between two points
 */
const quiet = (step) =>
  step > MINUTE ? Math.max(1.5 * step, LONGER) : Math.max(2.5 * step, QUIET);

/**
 * Rows on one axis of time: seconds, then the means of each course. Null where nobody measured,
 * undefined where only another course has a point.
 * @param {readonly { points: Points }[]} courses
 * @param {number} step ms between two points
 * @returns {[number[], ...(number | null | undefined)[][]]}
 */
export function rowsOf(courses, step) {
  const longest = quiet(step);
  /** @type {Map<number, (number | null | undefined)[]>} */
  const rows = new Map();
  const at = (/** @type {number} */ time) => {
    const known = rows.get(time);
    if (known) return known;
    /** @type {(number | null | undefined)[]} */
    const row = courses.map(() => undefined);
    rows.set(time, row);
    return row;
  };
  courses.forEach(({ points }, course) => {
    points.forEach(([time, , , mean], n) => {
      at(time)[course] = mean;
      const next = points[n + 1]?.[0];
      if (next !== undefined && next - time > longest) {
        at(time + step)[course] = null;
      }
    });
  });
  const times = [...rows.keys()].sort((a, b) => a - b);
  return [
    times.map((time) => time / 1000),
    ...courses.map((_, course) =>
      times.map((time) => rows.get(time)?.[course])
    ),
  ];
}

/**
 * What a course came to: its least, mean and greatest value; undefined without points.
 * @param {Points} points
 */
export function summaryOf(points) {
  if (points.length === 0) return undefined;
  const means = points.map(([, , , mean]) => mean);
  return {
    min: Math.min(...points.map(([, min]) => min)),
    max: Math.max(...points.map(([, , max]) => max)),
    mean: means.reduce((sum, mean) => sum + mean, 0) / means.length,
    last: /** @type {number} */ (means.at(-1)),
  };
}
