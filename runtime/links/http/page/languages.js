// @ts-check
/** Languages: which one is spoken, and texts out of tables. */
import { keep, kept } from "./kept.js";

/** Languages by their code, each as it calls itself. */
export const LANGUAGES = { en: "English", de: "Deutsch", fr: "Français" };

/**
 * A text in which `{name}` stands for a value; where the count `n` decides, one text for each form
 * that the language has, such as `{ one: "{n} alert", other: "{n} alerts" }`.
 * @typedef {string | (Partial<Record<Intl.LDMLPluralRule, string>> & { other: string })} Text
 */
/**
 * Texts by key, as `languages/en.js` has them.
 * @template {string} [K=string]
 * @typedef {Readonly<Record<K, Text>>} Texts
 */
/**
 * What stands for the names of a text; numbers are written as the language writes them.
 * @typedef {Readonly<Record<string, string | number>>} Values
 */
/**
 * Gives a text in the reader's language.
 * @template {string} K
 * @typedef {(key: K, values?: Values) => string} Translate
 */

/** Under which name the choice is kept. */
const KEPT = "language";

/** What the reader chose; undefined where the browser decides. */
export const chosenLanguage = kept(KEPT);

/**
 * The first language that a reader wants and a console has, English where there is none.
 * @param {readonly string[]} wanted codes such as `de-AT`
 */
export const languageOf = (wanted) =>
  wanted.map((code) => code.split("-")[0] ?? "").find((code) =>
    code in LANGUAGES
  ) ?? "en";

/** Code of the language that is spoken. */
export const language = languageOf([
  ...(chosenLanguage === undefined ? [] : [chosenLanguage]),
  ...navigator.languages,
]);

/** By which numbers, dates and counts are written: the reader's country where it has the language. */
export const locale =
  navigator.languages.find((code) => code.split("-")[0] === language) ??
    language;

/**
 * Chooses a language, or leaves it to the browser; the page begins anew in it.
 * @param {string | undefined} code
 */
export function chooseLanguage(code) {
  keep(KEPT, code);
  location.reload();
}

/**
 * Fills a text in.
 * @param {Text} text
 * @param {Values} values
 * @param {string} [code] of the language
 */
export function filled(text, values, code = locale) {
  const form = typeof text === "string"
    ? text
    : text[new Intl.PluralRules(code).select(Number(values["n"]))] ??
      text.other;
  return form.replaceAll(/\{(\w+)\}/g, (_, name) => {
    const value = values[name] ?? "";
    return typeof value === "string" ? value : value.toLocaleString(code);
  });
}

/**
 * Texts in the reader's language: English ones, and where the others are. A page has them once, in a
 * module of its own: `export const t = await texts(en, { de: () => import("./languages/de.js") })`.
 * @template {string} K
 * @param {Texts<K>} english
 * @param {Readonly<Record<string, () => Promise<{ default: Texts<K> }>>>} others
 * @returns {Promise<Translate<K>>}
 */
export async function texts(english, others) {
  // English is better than no page where a table cannot be had, as without the gateway
  const found = await others[language]?.().catch(() => undefined);
  const table = found?.default ?? english;
  return (key, values = {}) => filled(table[key], values);
}
