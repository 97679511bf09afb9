/** Which times can be right, whatever tells them. */

/** Before this moment no version of this program existed: a clock that shows less is wrong. */
const EARLIEST = Date.UTC(2026, 0, 1);

/**
 * A GPS receiver counts weeks with ten bits. When the count begins anew, old receivers show a date
 * that is 1024 weeks too early, and a machine that is set by one does, too.
 */
const ROUND = 1024 * 7 * 86_400_000;

/** Whether a wall time can be right: not before this program, and not a round of weeks later. */
export function isPossible(ms: number): boolean {
  return ms >= EARLIEST && ms < EARLIEST + ROUND;
}

/** The time that a receiver means: the only one of all rounds of its weeks that is possible. */
export function inPresentRound(ms: number): number {
  const since = ms - EARLIEST;
  return EARLIEST + since - ROUND * Math.floor(since / ROUND);
}
