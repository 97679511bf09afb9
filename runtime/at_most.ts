import type { Clock } from "../hal/mod.ts";
import { once } from "./once.ts";

/** Resolves when `work` has come to an end, whatever it brought, or after `ms` milliseconds. */
export function atMost(
  clock: Clock,
  ms: number,
  work: Promise<unknown>,
): Promise<void> {
  return new Promise((resolve) => {
    const stop = once(clock, ms, resolve);
    const done = () => {
      stop();
      resolve();
    };
    work.then(done, done);
  });
}
