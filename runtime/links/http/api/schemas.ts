/** Schemas that several routes share. */
import * as v from "valibot";

/** A whole number in a query. */
export function whole(min: number, max: number) {
  return v.pipe(
    v.string(),
    v.regex(/^\d{1,15}$/, "expected a whole number"),
    v.transform(Number),
    v.minValue(min),
    v.maxValue(max),
  );
}

/** A point of time in a query: a date as ISO 8601 has it, or ms since 1970. */
export const time = v.pipe(
  v.string(),
  v.regex(
    /^(\d{1,15}|\d{4}-\d\d-\d\d(T[\d:.+Z-]{4,24})?)$/,
    "expected a date such as 2026-05-01 or 2026-05-01T08:00Z, or ms since 1970",
  ),
  v.transform((text) =>
    /^\d+$/.test(text) && text.length > 4 ? Number(text) : Date.parse(text)
  ),
  v.number("expected a date that exists"),
);

/** A time in UTC; empty where it is not known. */
export const timeAnswer = v.string();
