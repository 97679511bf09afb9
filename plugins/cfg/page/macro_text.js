// @ts-check
/** The command that the numbers of a form stand for. */

/** @typedef {{ key: string, name: string, unit: string, min: number, max: number, standard: number | null }} FormField */
/** @typedef {{ command: string, summary: string, stands: boolean, joined: "blanks" | "points", fields: FormField[] }} MacroForm */
/** @typedef {Readonly<Record<string, number | undefined>>} Edit */

/**
 * Whether all numbers are what they may be; one that is left out is that of the delivered car.
 * @param {MacroForm} form
 * @param {Edit} edit
 */
export const isWhole = ({ fields }, edit) =>
  fields.every(({ key, min, max }) => {
    const value = edit[key];
    return value === undefined ||
      Number.isInteger(value) && value >= min && value <= max;
  });

/**
 * Behind CFG: `SPEED 90 -1`, or `TSMAP D 100@33 80`.
 * @param {MacroForm} form
 * @param {Edit} edit
 */
export function macroText({ command, joined, fields }, edit) {
  const words = fields.map(({ key }) => edit[key]);
  if (joined === "blanks") {
    return [command, ...words.map((word) => word ?? -1)].join(" ");
  }
  const points = [];
  for (let at = 0; at < words.length; at += 2) {
    const level = words[at] ?? -1, speed = words[at + 1];
    points.push(speed === undefined ? `${level}` : `${level}@${speed}`);
  }
  return [command, ...points].join(" ");
}
