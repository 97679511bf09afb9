/** Texts for people in other languages than English, and which fields of answers are such texts. */
import * as v from "valibot";

/**
 * Texts by language code, then by the English text that they stand for: `{ de: { "Hill reserve":
 * "Bergreserve" } }`. In a text that a program fills in, names in braces stand for what changes:
 * `"Cell {n} is hot": "Zelle {n} ist heiß"`. What a language does not have stays English, so that a text
 * that was reworded is never told by what it said before.
 */
export type Texts = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Under which key of a schema's metadata it stands what is told; OpenAPI has it, too. */
export const TOLD = "x-told";

/** A text of an answer that the web console tells in its reader's language: `v.object({ name: told })`. */
export const told = v.pipe(v.string(), v.metadata({ [TOLD]: "text" }));

/** Parts of an answer's value that are told: the text, names of a record, or the description of a JSON Schema. */
export type ToldPart = "text" | "keys" | "description";

/** Marks a schema of another type. */
export const toldPart = <T>(part: ToldPart) =>
  v.metadata<T, Readonly<Record<string, ToldPart>>>({ [TOLD]: part });

/**
 * Texts of a table: rows of an English text and what it is in each of some languages, in their order.
 *
 * ```ts
 * import { textTable } from "ovms-edge";
 *
 * export const texts = textTable(["de", "fr"], {
 *   "Reserve for the hill": ["Reserve für den Berg", "Réserve pour la côte"],
 * });
 * ```
 */
export function textTable<const L extends readonly string[]>(
  languages: L,
  rows: Readonly<Record<string, { readonly [K in keyof L]: string }>>,
): Texts {
  return Object.fromEntries(
    languages.map((language, i) => [
      language,
      Object.fromEntries(
        Object.entries(rows).map(([english, row]) => [english, row[i] ?? ""]),
      ),
    ]),
  );
}
