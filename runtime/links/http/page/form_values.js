// @ts-check
/** What may be typed into a form, from the JSON Schema of what it sets: the gateway checks by the same. */

/**
 * The parts of a schema that a form works with.
 * @typedef {object} Schema
 * @property {string} [type]
 * @property {readonly unknown[]} [enum]
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {number} [minLength]
 * @property {number} [maxLength]
 * @property {string} [pattern]
 * @property {string} [description] what is expected, in words
 */
/**
 * How a value is entered: one of some, a number, or a text.
 * @typedef {{ kind: "choice", options: readonly string[] }
 *   | { kind: "number", min: number | undefined, max: number | undefined, whole: boolean }
 *   | { kind: "text", max: number | undefined }} Control
 */

/** A value as text. @param {unknown} value */
export const textOf = (value) =>
  typeof value === "boolean"
    ? (value ? "on" : "off")
    : value == null
    ? ""
    : typeof value === "object"
    ? JSON.stringify(value)
    : String(value);

/**
 * The control for a schema.
 * @param {Schema} schema
 * @returns {Control}
 */
export function controlOf(schema) {
  if (schema.type === "boolean") {
    return { kind: "choice", options: ["on", "off"] };
  }
  if (schema.enum !== undefined) {
    return { kind: "choice", options: schema.enum.map(textOf) };
  }
  const { type, minimum: min, maximum: max, maxLength } = schema;
  return type === "number" || type === "integer"
    ? { kind: "number", min, max, whole: type === "integer" }
    : { kind: "text", max: maxLength };
}

/**
 * Whether a text may be sent for a schema; what is neither number, text nor choice the gateway reads.
 * @param {Schema} schema
 * @param {string} text
 */
export function fits(schema, text) {
  const control = controlOf(schema);
  switch (control.kind) {
    case "choice":
      return control.options.includes(text);
    case "number": {
      const { min = -Infinity, max = Infinity, whole } = control;
      const number = Number(text);
      return text.trim() !== "" && number >= min && number <= max &&
        Number.isFinite(number) && (!whole || Number.isInteger(number));
    }
    default: {
      const { minLength = 0, maxLength = Infinity, pattern } = schema;
      return text.length >= minLength && text.length <= maxLength &&
        (pattern === undefined || new RegExp(pattern).test(text));
    }
  }
}

/** Schema of a feature: a byte. */
export const FEATURE = {
  type: "integer",
  minimum: 0,
  maximum: 255,
};
