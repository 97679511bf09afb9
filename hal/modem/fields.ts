/**
 * Splits what stands behind the colon of an AT answer at its commas; quotes are removed and protect commas.
 *
 * `0,"a,b",,7` gives `0`, `a,b`, an empty field and `7`.
 */
export function splitFields(text: string): string[] {
  const fields: string[] = [];
  let field = "", quoted = false;
  for (const char of text) {
    if (char === '"') quoted = !quoted;
    else if (char === "," && !quoted) {
      fields.push(field.trim());
      field = "";
    } else field += char;
  }
  fields.push(field.trim());
  return fields;
}

/** What stands behind `+NAME:`, or undefined when the line is another one. */
export function afterName(line: string, name: string): string | undefined {
  return line.startsWith(`${name}:`)
    ? line.slice(name.length + 1).trim()
    : undefined;
}

/** A decimal integer without sign, or undefined. */
export function decimal(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text)
    ? Number(text)
    : undefined;
}
