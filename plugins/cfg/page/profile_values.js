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

/**
 * What a profile sets, in the order of the fields.
 * @param {readonly Field[]} fields
 * @param {Card} card
 */
export const settingsOf = (fields, { values }) =>
  fields.flatMap((field) =>
    values[field.key] === undefined
      ? []
      : [{ name: field.name, text: valueText(field, values[field.key]) }]
  );

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
