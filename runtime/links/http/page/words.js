// @ts-check
/** Words for people: commands to complete, values, counts. */
import { fixed, timeText } from "./lib.js";
import { t } from "./texts.js";

/** @typedef {{ name: string, usage: string, summary: string, plain: string }} Word */

/** Commands offered at most. */
const OFFERED = 8;

/**
 * Verbs that what was typed may become; once a verb is complete, how it is used.
 * @param {string} text
 * @param {import("./answers.ts").Registry["commands"]} commands
 * @returns {Word[]}
 */
export function offered(text, commands) {
  const [first = "", ...rest] = text.trimStart().toUpperCase().split(" ");
  if (first === "") return [];
  const verbs = commands.filter(({ kind }) => kind === "verb")
    .map(({ name, query, ...verb }) => ({
      ...verb,
      name: query && !name.endsWith("?") ? `${name}?` : name,
      plain: name,
    }));
  if (rest.length > 0) {
    return verbs.filter(({ plain }) => plain === first).slice(0, 1);
  }
  return verbs.filter(({ name }) => name.startsWith(first)).slice(0, OFFERED);
}

/** Decimals that cars tell of a unit; two of any other. @type {Readonly<Record<string, number>>} */
const FINE = { V: 3, kWh: 3, "": 5 };
/** From that many seconds on they are a date. */
const DATE = 1e9;

/**
 * Decimals that tell a value of a unit: more of one that would be next to nothing.
 * @param {number} value
 * @param {string} unit
 */
export const finely = (value, unit) =>
  Math.abs(value) < 0.1 ? 4 : FINE[unit] ?? 2;

/**
 * A number rounded to what its unit tells; a dash for what is not known.
 * @param {number | null | undefined} value
 * @param {string} unit
 */
export const rounded = (value, unit) =>
  value == null
    ? "–"
    : fixed(value, finely(value, unit)).replace(/[.,]?0*$/, "");

/**
 * A value as text with its unit; a dash for what is not known.
 * @param {import("./live.js").Value | null | undefined} value
 * @param {string} [unit]
 * @returns {string}
 */
export function valueText(value, unit = "") {
  if (value == null || value === "") return "–";
  if (value === true || value === false) {
    return value ? t("value.yes") : t("value.no");
  }
  if (unit === "s" && Number(value) >= DATE) {
    return timeText(Number(value) * 1000);
  }
  const text = typeof value === "object"
    ? value.map((one) => rounded(one, unit)).join(" ")
    : typeof value === "number"
    ? rounded(value, unit)
    : value;
  return `${text} ${unit}`.trim();
}

/** What alerts are called, and how many of them. */
export const LEVELS = /** @type {const} */ ({
  alert: ["level.alert", "alerts.alert"],
  watch: ["level.watch", "alerts.watch"],
  note: ["level.note", "alerts.note"],
});

/**
 * How many of each kind, such as `1 alert, 2 hints`.
 * @param {readonly import("./answers.ts").Alert[]} all
 */
export function countText(all) {
  return Object.entries(LEVELS).flatMap(([level, [, many]]) => {
    const n = all.filter((alert) => alert.level === level).length;
    return n === 0 ? [] : [t(many, { n })];
  }).join(", ");
}
