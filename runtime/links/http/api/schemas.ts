/** Schemas that several routes share. */
import * as v from "valibot";
import { dateOf } from "../../../records/date.ts";

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
  v.transform((text) => /^\d{1,15}$/.test(text) ? Number(text) : dateOf(text)),
  v.number(
    "expected a date that exists, such as 2026-05-01 or 2026-05-01T08:00Z, or ms since 1970",
  ),
);

/** A time in UTC; empty where it is not known. */
export const timeAnswer = v.string();
