// @ts-check
/** What profiles have, and what two of them have otherwise. */
import { t } from "./texts.js";

/** @typedef {{ key: string, name: string, unit: string }} Field */
/** @typedef {{ id: string, name: string, text: string, lost: string[], beyond: string[], values: Readonly<Record<string, number>>, stored: boolean }} Card */

/**
 * A value as people read it.
 * @param {Field} field
 * @param {number | undefined} value
 */
export const valueText = ({ unit }, value) =>
  value === undefined ? t("profile.asDelivered") : `${value} ${unit}`.trimEnd();

/** Points of maps: `D1%` is the level of the first one of map D, `D1@` its speed. */
const POINT = /^[DNB][1-4][%@]$/;
const MAPS = [
  { letter: "D", name: t("profile.mapD") },
  { letter: "N", name: t("profile.mapN") },
  { letter: "B", name: t("profile.mapB") },
];

/**
 * What a profile sets, in the order of the fields; the points of a map are one line.
 * @param {readonly Field[]} fields
 * @param {Card} card
 */
export const settingsOf = (fields, { values }) => [
  ...fields.flatMap((field) =>
    values[field.key] === undefined || POINT.test(field.key)
      ? []
      : [{ name: field.name, text: valueText(field, values[field.key]) }]
  ),
  ...MAPS.flatMap((map) => mapOf(map, values)),
];

/**
 * @param {{ letter: string, name: string }} map
 * @param {Card["values"]} values
 */
function mapOf({ letter, name }, values) {
  const points = [1, 2, 3, 4].map((n) => ({
    level: values[`${letter}${n}%`],
    speed: values[`${letter}${n}@`],
  }));
  const isSet = points.some(({ level, speed }) =>
    level !== undefined || speed !== undefined
  );
  if (!isSet) return [];
  const texts = points.map(({ level, speed }) => {
    const text = level === undefined ? t("profile.asDelivered") : `${level} %`;
    return speed === undefined ? text : t("profile.at", { level: text, speed });
  });
  return [{ name, text: texts.join(", ") }];
}

/**
 * Fields that two profiles have otherwise.
 * @param {readonly Field[]} fields
 * @param {Card} one
 * @param {Card} other
 */
export const differencesOf = (fields, one, other) =>
  fields.flatMap((field) => {
    const a = one.values[field.key], b = other.values[field.key];
    return a === b ? [] : [{
      name: field.name,
      one: valueText(field, a),
      other: valueText(field, b),
    }];
  });
