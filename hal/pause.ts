import type { Clock } from "./mod.ts";

/** Resolves after some milliseconds of a clock, or at once when the signal aborts. */
export function pause(
  clock: Clock,
  ms: number,
  signal?: AbortSignal,
): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      stop();
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const stop = clock.after(ms, done);
    signal?.addEventListener("abort", done);
  });
}
