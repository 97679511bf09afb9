// @ts-check
/** A charge over its minutes: what was measured, with its gaps, and what was estimated. */

/** Minutes between two measurements from which on nobody knows what was between them: records come at least each five. */
const GAP = 6;

/**
 * Minutes, measured SOC and estimated SOC; null where there is none.
 * @param {{ begin: string, end: string, socBefore: number, socAfter: number }} charge ISO texts and %
 * @param {readonly { time: string, soc: number }[]} pack records of the battery, SOC in 1/100 %
 * @param {import("./estimate.js").Estimate} estimate how long it takes
 * @returns {[number[], (number | null)[], (number | null)[]]}
 */
export function curveOf({ begin, end, socBefore, socAfter }, pack, estimate) {
  const from = Date.parse(begin), to = Date.parse(end);
  const measured = new Map([[0, socBefore], [(to - from) / 60_000, socAfter]]);
  for (const { time, soc } of pack) {
    const at = Date.parse(time);
    if (at > from && at < to) measured.set((at - from) / 60_000, soc / 100);
  }
  const expected = new Map();
  for (const soc of steps(socBefore)) {
    const minute = estimate.minutes(socBefore, soc);
    if (minute !== undefined) expected.set(minute, soc);
  }
  const minutes = [...new Set([...measured.keys(), ...expected.keys()])]
    .sort((a, b) => a - b);
  return [
    minutes,
    filled(minutes, measured, GAP),
    filled(minutes, expected, Infinity),
  ];
}

/**
 * From a SOC to 100 % in halves of a percent.
 * @param {number} from
 */
function steps(from) {
  /** @type {number[]} */
  const all = [];
  for (let soc = from; soc < 100; soc += 0.5) all.push(soc);
  return [...all, 100];
}

/**
 * Values at all minutes: between two known ones that are close on the line through them, else none.
 * @param {readonly number[]} minutes
 * @param {ReadonlyMap<number, number>} known
 * @param {number} gap
 * @returns {(number | null)[]}
 */
function filled(minutes, known, gap) {
  const points = [...known].sort(([a], [b]) => a - b);
  return minutes.map((minute) => {
    const index = points.findIndex(([at]) => at >= minute);
    const next = points[index], last = points[index - 1];
    if (next?.[0] === minute) return next[1];
    if (next === undefined || last === undefined) return null;
    const [at, soc] = next, [before, was] = last;
    if (at - before > gap) return null;
    return was + (soc - was) * (minute - before) / (at - before);
  });
}

/**
 * Whether more than begin and end of a charge were measured.
 * @param {{ begin: string, end: string }} charge
 * @param {readonly { time: string }[]} pack
 */
export const isMeasured = ({ begin, end }, pack) =>
  pack.some(({ time }) =>
    Date.parse(time) > Date.parse(begin) && Date.parse(time) < Date.parse(end)
  );
