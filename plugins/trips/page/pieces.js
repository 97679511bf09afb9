// @ts-check
/** What the list, the reports and the panels of the car's page share. */
import {
  clockText,
  distanceUnit,
  fixed,
  html,
  inUnit,
  locale,
  perDistance,
  timeText,
  whPer,
} from "ovms-edge/page";
import { t } from "./texts.js";

/** @import { Part } from "ovms-edge/page" */
/** @import { Charge, Trip } from "./periods.js" */

/** A time of the day and whose it is. */
const zoned = new Intl.DateTimeFormat(locale, {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
});

/**
 * When it ended; over a change of the clocks it says by which of them.
 * @param {Date} begin
 * @param {Date} end
 */
const endText = (begin, end) =>
  begin.getTimezoneOffset() === end.getTimezoneOffset()
    ? clockText(end.getTime())
    : zoned.format(end);

/**
 * Begin with its day, and when it ended.
 * @param {Pick<Trip, "begin" | "end">} of
 */
export const spanText = ({ begin, end }) =>
  begin === null
    ? t("state.undated")
    : `${timeText(begin)} – ${
      end === null ? "" : endText(new Date(begin), new Date(end))
    }`;

/**
 * Seconds to the minute, as `1 h 05`.
 * @param {number | null} seconds
 */
export function lengthText(seconds) {
  if (seconds === null) return "–";
  const minutes = Math.round(seconds / 60);
  return minutes < 60
    ? `${minutes} min`
    : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")}`;
}

/**
 * A value with its unit; a dash for what nobody knows.
 * @param {number | null} value
 * @param {string} unit
 * @param {number} [decimals]
 */
export const withUnit = (value, unit, decimals = 0) =>
  value === null ? "–" : `${fixed(value, decimals)} ${unit}`;

/** km in the owner's unit. @param {number | null} km */
export const kmText = (km) =>
  withUnit(km === null ? null : inUnit(km), distanceUnit(), 1);

/** @param {number | null} wh */
export const kwhText = (wh) =>
  withUnit(wh === null ? null : wh / 1000, "kWh", 2);

/** @param {number | null} whPerKm */
export const perText = (whPerKm) =>
  withUnit(whPerKm === null ? null : whPer(whPerKm), perDistance());

/**
 * Wh a km of one trip; null where it is not known.
 * @param {Pick<Trip, "km" | "usedWh" | "regainedWh">} trip
 */
export const whPerKmOf = ({ km, usedWh, regainedWh }) =>
  km === null || km <= 0 || usedWh === null
    ? null
    : (usedWh - (regainedWh ?? 0)) / km;

/** @param {number} cost @param {string} currency */
export const costText = (cost, currency) => `${fixed(cost, 2)} ${currency}`;

/** @param {Pick<Charge, "cost" | "currency">} charge */
export const priceText = ({ cost, currency }) =>
  cost === null ? "–" : costText(cost, currency);

/** @param {Pick<Trip, "socBefore" | "socAfter">} of */
export const socText = ({ socBefore, socAfter }) =>
  socBefore === null && socAfter === null
    ? "–"
    : `${fixed(socBefore)} → ${fixed(socAfter)} %`;

/** What is missing of one that a loss of power cut. @param {{ whole: boolean }} of */
export const cutText = ({ whole }) => whole ? "" : t("state.cut");

/**
 * A value with its name; none where nobody knows it.
 * @param {{ name: string, value: Part }} props
 */
export function Fact({ name, value }) {
  if (value === "–" || value === "") return null;
  return html`
    <div class="tile" data-name=${name}>
      <dt>${name}</dt>
      <dd class="value text">${value}</dd>
    </div>
  `;
}

/**
 * Offers a text as a file.
 * @param {string} text
 * @param {string} name
 */
export function save(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
