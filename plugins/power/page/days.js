// @ts-check
/** Days as they are listed: today so far, and those that were recorded. */
import { locale } from "ovms-edge/page";
import { t } from "./texts.js";

/** @typedef {{ date: string, usedWh: number, regainedWh: number, chargedWh: number, km: number }} Day */
/** @typedef {{ name: string, usedWh: number, regainedWh: number, km: number }} Row */

/** Days that are listed. */
const DAYS = 14;

const named = new Intl.DateTimeFormat(locale, {
  weekday: "short",
  day: "numeric",
  month: "short",
});
/** A day of the gateway's as people call it. @param {string} date such as `2026-11-05` */
const nameOf = (date) => named.format(new Date(`${date}T12:00`));

/**
 * Newest day first. A day whose clock was mended may have several records: the last one holds.
 * @param {readonly Day[]} recorded
 * @param {Day | null | undefined} today
 * @returns {Row[]}
 */
export function daysOf(recorded, today) {
  const days = new Map(recorded.map((day) => [day.date, day]));
  if (today) days.set(today.date, today);
  return [...days.values()].sort((a, b) => a.date < b.date ? 1 : -1)
    .slice(0, DAYS)
    .map((day) => ({
      ...day,
      name: day.date === today?.date ? t("table.today") : nameOf(day.date),
    }));
}
