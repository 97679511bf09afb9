import { SystemClock } from "../../hal/clock.ts";
import { pause } from "../../hal/pause.ts";

const clock = new SystemClock();
const STEP_MS = 1, LIMIT_MS = 10_000;

/**
 * Waits for real devices to get there; no test depends on how long it takes.
 * @throws Error when it never happens
 */
export async function until(
  what: string,
  holds: () => boolean,
): Promise<void> {
  const end = clock.monotonic() + LIMIT_MS;
  while (!holds()) {
    if (clock.monotonic() > end) throw new Error(`never happened: ${what}`);
    await pause(clock, STEP_MS);
  }
}
