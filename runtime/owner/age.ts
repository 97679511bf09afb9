/** Seconds after which a message says how old it is. */
const OLD = 600;

/**
 * What a message says of its age: nothing while it is young.
 * @param seconds undefined where nobody knows
 */
export function ageText(seconds: number | undefined): string {
  if (seconds === undefined) return " (from before a restart)";
  if (seconds <= OLD) return "";
  const minutes = Math.round(seconds / 60);
  return minutes < 120
    ? ` (${minutes} min ago)`
    : ` (${Math.round(minutes / 60)} h ago)`;
}
