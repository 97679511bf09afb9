/** Largest 11-bit identifier. */
export const MAX_STANDARD_ID = 0x7ff;
/** Largest 29-bit identifier. */
export const MAX_EXTENDED_ID = 0x1fff_ffff;

/** Seconds with six decimals from milliseconds, exact to the microsecond. */
export function formatSeconds(timeMs: number): string {
  const micros = Math.round(timeMs * 1000);
  const seconds = Math.floor(micros / 1_000_000);
  return `${seconds}.${String(micros - seconds * 1_000_000).padStart(6, "0")}`;
}
