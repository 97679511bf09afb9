import type { Clock, Stop } from "../hal/mod.ts";

/**
 * Calls `work` once after `ms` milliseconds of the world's time.
 *
 * `Clock.after` is for pauses inside commands, which a simulated clock may let pass while the world
 * stands still; a connection lives with the world.
 */
export function once(clock: Clock, ms: number, work: () => void): Stop {
  const stop = clock.every(ms, () => {
    stop();
    work();
  });
  return stop;
}
