/** When a message that failed is tried again. */
import type { SendFailure } from "../../hal/mod.ts";

/** Seconds after which a message that fails again is given up. */
export const RETRY_SECONDS = 24 * 3600;
/** Seconds between a failure and the next try; the last one from then on. */
const PAUSES = [10, 30, 60, 120, 300, 600, 1200, 1800] as const;

/**
 * Seconds until the next try.
 * @param failures so far, 1 or more
 */
export function pauseAfter(failures: number): number {
  return PAUSES[Math.min(failures, PAUSES.length) - 1] ?? PAUSES[0];
}

/** What a failed sending tells; an error that tells nothing is final: number or text are bad. */
export function failureOf(
  error: unknown,
): Pick<SendFailure, "temporary" | "perhapsSent"> {
  const tells = (name: keyof SendFailure) =>
    error instanceof Error && name in error &&
    Reflect.get(error, name) === true;
  return { temporary: tells("temporary"), perhapsSent: tells("perhapsSent") };
}
