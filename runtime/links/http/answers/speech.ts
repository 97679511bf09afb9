/** Texts of the gateway in the reader's language, out of tables that core, program and plugins bring. */
import type { Say } from "./told.ts";

/** Languages that the console speaks beside English. */
export const LANGUAGES = ["de", "fr"] as const;
/** One of them. */
export type Language = (typeof LANGUAGES)[number];
/** A table of one language, by English texts. */
export type Table = Readonly<Record<string, string>>;

/** Texts within texts, at most: a sentence, its reason, and what that is about; a line and those after it. */
const DEEPEST = 6;
/** Texts that a language remembers: the log has a thousand, and is looked at every ten seconds. */
const REMEMBERED = 5000;

/**
 * The language that a request is to be answered in; undefined for English.
 * @param header `Accept-Language`, such as `de-AT,de;q=0.9,en;q=0.8`
 */
export function languageOf(header: string | null): Language | undefined {
  const wanted = (header ?? "").split(",").map((part) => {
    const [code = "", ...given] = part.trim().split(/\s*;\s*/);
    const [, weight = "1"] = given.map((one) =>
      /^q=([\d.]+)$/.exec(one)
    ).find((one) => one) ?? [];
    return {
      code: code.split("-", 1)[0]?.toLowerCase(),
      weight: Number(weight),
    };
  }).filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  for (const { code } of wanted) {
    if (code === "en") return undefined;
    const known = LANGUAGES.find((language) => language === code);
    if (known) return known;
  }
  return undefined;
}

/** A text with places in it, as what it is found by. */
interface Template {
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly text: string;
  /** Letters that have to be there: of two that fit, the one with more is meant. */
  readonly letters: number;
}

/** A number with a point, which both languages write with a comma, and perhaps its unit. */
const MEASURED = /^-?\d+\.\d+( [^\d\s.]+)?$/;
const PLACE = /\{(\w+)\}/g;

/**
 * Makes what tells English texts in the language of some tables.
 * @param tables the first that has a text decides: what is the core's own, no plugin words in another way
 */
export function speech(tables: readonly Table[]): Say {
  const templates = tables.flatMap((table) =>
    templatesOf(table).toSorted((one, other) => other.letters - one.letters)
  );
  const say = (english: string, depth: number): string => {
    const table = tables.find((one) => Object.hasOwn(one, english));
    if (table) return table[english] ?? english;
    if (MEASURED.test(english)) return english.replace(".", ",");
    if (depth === DEEPEST) return english;
    for (const { pattern, names, text } of templates) {
      const found = pattern.exec(english);
      if (!found) continue;
      const values = new Map(
        names.map((name, i) => [name, say(found[i + 1] ?? "", depth + 1)]),
      );
      return text.replaceAll(PLACE, (_, name) => values.get(name) ?? "");
    }
    return english;
  };
  const said = new Map<string, string>();
  return (english) => {
    const known = said.get(english);
    if (known !== undefined) return known;
    if (said.size >= REMEMBERED) said.clear();
    const text = say(english, 0);
    said.set(english, text);
    return text;
  };
}

function templatesOf(table: Table): readonly Template[] {
  return Object.entries(table).filter(([english]) => /\{\w+\}/.test(english))
    .map(([english, text]) => {
      // Every other part is the name of a place
      const parts = english.split(PLACE);
      const fixed = parts.filter((_, i) => i % 2 === 0);
      return {
        pattern: new RegExp(
          `^${fixed.map((part) => RegExp.escape(part)).join("(.+?)")}$`,
          "s",
        ),
        names: parts.filter((_, i) => i % 2 === 1),
        text,
        letters: fixed.join("").length,
      };
    });
}
