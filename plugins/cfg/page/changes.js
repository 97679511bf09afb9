// @ts-check
/** What a form would change, and what differs from the backup, by names. */

/** @typedef {{ name: string, unit: string, min: number, max: number, standard: number }} Field */
/** @typedef {{ command: string, summary: string, stands: boolean, fields: readonly Field[] }} Form */
/**
 * A form's numbers in the order of its fields; null for what is blank, or between what can be set.
 * @typedef {readonly (number | null)[]} Numbers
 */
/** @typedef {{ name: string, unit: string, from: number | null, to: number }} Change */

/** @param {string} text */
export const titled = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/**
 * What differs from what the controller has.
 * @param {Form} form
 * @param {Numbers} now
 * @param {Numbers} wanted
 * @returns {Change[]}
 */
export const changesOf = ({ fields }, now, wanted) =>
  fields.flatMap(({ name, unit }, i) => {
    const from = now[i] ?? null, to = wanted[i] ?? null;
    return to === null || to === from
      ? []
      : [{ name: titled(name), unit, from, to }];
  });

/**
 * A change as it is confirmed, such as `Max: 80 → 95 km/h`.
 * @param {Change} change
 */
export const changeText = ({ name, unit, from, to }) =>
  `${name}: ${from ?? "–"} → ${to} ${unit}`.trimEnd();

/**
 * Whether all numbers are there and within their bounds.
 * @param {Form} form
 * @param {Numbers} wanted
 */
export const isValid = ({ fields }, wanted) =>
  fields.every(({ min, max }, i) => {
    const value = wanted[i] ?? null;
    return value !== null && Number.isInteger(value) && value >= min &&
      value <= max;
  });

/**
 * The settings that are not as the backup has them.
 * @param {readonly Form[]} forms
 * @param {readonly Numbers[]} now
 * @param {readonly Numbers[]} backup
 * @returns {{ title: string, changes: Change[] }[]} from now to the backup
 */
export const differencesOf = (forms, now, backup) =>
  forms.map((form, i) => ({
    title: titled(form.summary),
    changes: changesOf(form, now[i] ?? [], backup[i] ?? []),
  })).filter(({ changes }) => changes.length > 0);
