// @ts-check
/** Times along a chart, as the reader's language writes them. */
import { locale } from "./languages.js";

/** Seconds of a day. */
const DAY = 86_400;
/** Between two ticks from which on they are days or months, s. */
const MONTH = 28 * DAY;

/** @param {Intl.DateTimeFormatOptions} options @param {boolean} utc */
const format = (options, utc) =>
  new Intl.DateTimeFormat(locale, {
    ...options,
    hourCycle: "h23",
    ...(utc ? { timeZone: "UTC" } : {}),
  });

/**
 * Texts of ticks: the date stands below the first clock time of each day.
 * @param {readonly number[]} ticks seconds since 1970
 * @param {number} step seconds between two ticks
 * @param {boolean} utc whether whole days of UTC are shown
 */
export function tickTexts(ticks, step, utc) {
  const day = format(
    step >= MONTH
      ? { month: "short", year: "numeric" }
      : { day: "numeric", month: "short" },
    utc,
  );
  const clock = format({
    hour: "2-digit",
    minute: "2-digit",
    ...(step < 60 ? { second: "2-digit" } : {}),
  }, utc);
  let before = "";
  return ticks.map((tick) => {
    const then = new Date(tick * 1000), date = day.format(then);
    if (step >= DAY) return date;
    const first = date !== before;
    before = date;
    return first ? `${clock.format(then)}\n${date}` : clock.format(then);
  });
}

/**
 * A moment as the legend has it.
 * @param {number} seconds since 1970
 * @param {boolean} utc whether it is a whole day of UTC
 */
export const momentText = (seconds, utc) =>
  format({
    day: "numeric",
    month: "short",
    year: "numeric",
    ...(utc ? {} : { hour: "2-digit", minute: "2-digit" }),
  }, utc).format(new Date(seconds * 1000));
