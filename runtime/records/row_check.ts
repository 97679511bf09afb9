/** What a record can be: asked where a plugin in a process of its own writes it, so that its mistake has its place. */
import type { RecordDecl } from "../contract/plugin.ts";
import { didYouMean } from "../nearest.ts";
import { checkField, checkNumber } from "./recorder.ts";

/**
 * Looks at a whole row.
 * @throws Error with a sentence for a number, a column or a value that there cannot be
 */
export function checkRecord(
  { type, fields }: Pick<RecordDecl, "type" | "fields">,
  number: unknown,
  row: unknown,
): void {
  checkNumber(type, number);
  if (typeof row !== "object" || row === null) {
    throw new TypeError(
      `a record ${type} has no row: expected an object with its columns`,
    );
  }
  for (const [name, value] of Object.entries(row)) {
    const column = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (column === undefined) {
      throw new TypeError(
        `a record ${type} has no column ${name}${
          didYouMean(name, Object.keys(fields))
        }`,
      );
    }
    checkField(name, column, value);
  }
}
