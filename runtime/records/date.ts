const DATE = /^(\d{4}-\d\d-\d\d)(T[\d:.+Z-]{4,24})?$/;

/**
 * A date as ISO 8601 has it, such as `2026-05-01` (in UTC) or `2026-05-01T08:00Z`, in ms since 1970.
 * Undefined for another text, and for a day that its month does not have: `Date` would take the next one's.
 */
export function dateOf(text: string): number | undefined {
  const [, day] = DATE.exec(text) ?? [];
  const ms = day === undefined ? NaN : Date.parse(text);
  if (day === undefined || Number.isNaN(ms)) return undefined;
  return new Date(Date.parse(day)).toISOString().startsWith(day)
    ? ms
    : undefined;
}
