// @ts-check
/** Words for people: commands to complete, values, counts. */

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

/**
 * A value as text; a dash for what is not known.
 * @param {import("./live.js").Value | null | undefined} value
 * @returns {string}
 */
export function valueText(value) {
  if (value == null || value === "") return "–";
  if (typeof value === "object") return value.map(valueText).join(" ");
  if (typeof value === "number") return String(Number(value.toPrecision(7)));
  return typeof value === "boolean"
    ? (value ? t("value.yes") : t("value.no"))
    : value;
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
