/**
 * How many lines a reply has. The server matches replies to those who asked by their order only, so
 * each command gets exactly one, whatever becomes of it.
 */

/** Codes whose reply is a list of items; the server waits for its last one. */
const LISTS: ReadonlySet<string> = new Set(["1", "3"]);

type Values = readonly (number | string)[];

/** Whether lines are one whole reply: a single one, or all items with their index and count. */
export function isWhole(code: string, lines: readonly Values[]): boolean {
  if (!LISTS.has(code)) return lines.length === 1;
  return lines.length > 0 &&
    lines.every(([index, count], i) => index === i && count === lines.length);
}

/**
 * The lines for a command that could not be carried out.
 * @param result the code's result and what belongs to it, such as `1,Invalid syntax`
 */
export function refused(code: string, result: string): readonly string[] {
  const line = `c${code},${result}`;
  // Where a list is expected, an error does not end the server's waiting: only a last item does.
  return LISTS.has(code) ? [line, `c${code},0,0,1,`] : [line];
}
