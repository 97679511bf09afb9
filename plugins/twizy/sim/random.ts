/** Numbers from 0 (included) to 1 (excluded). */
export type Random = () => number;

/** The same row of numbers for the same seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ state >>> 15, state | 1);
    x ^= x + Math.imul(x ^ x >>> 7, x | 61);
    return ((x ^ x >>> 14) >>> 0) / 2 ** 32;
  };
}

/** A number from -`range` to `range`. */
export function spread(random: Random, range: number): number {
  return (2 * random() - 1) * range;
}
