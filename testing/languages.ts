/** What a plugin tells in another language than English. */
import type { Plugin } from "../runtime/contract/plugin.ts";
import type { AnySettings } from "../runtime/contract/settings.ts";
import type { Vehicle } from "../runtime/contract/vehicle.ts";
import { speech } from "../runtime/links/http/answers/speech.ts";
import { coreTexts } from "../runtime/links/http/texts/mod.ts";
import { choices, expected } from "../runtime/settings/setting_text.ts";

/** Who declares texts for people. */
type Declares =
  & Pick<Plugin, "settings" | "texts">
  & Partial<Omit<Plugin, "settings" | "texts">>;

/** What somebody reads of a plugin in a language. */
export interface Reading {
  /** What the console makes of an English text. */
  readonly say: (english: string) => string;
  /** What the plugin declares and its language does not have: it is shown in English. */
  readonly missing: readonly string[];
}

/** Choices, examples and units that are written as they are in every language. */
const LITERAL = /^(\S+, )*\S+ or \S+$|^(\/|\d)\S*$|^\S{1,3}$/;

/** A choice that needs to be told: no number, version or abbreviation. */
const WORD = /[a-z]{3}/;

/**
 * Reads a plugin, or a vehicle without its plugins, in a language.
 * @param behind whose texts count as well, as those of a plugin's vehicle
 */
export function readIn(
  language: string,
  plugin: Plugin | Vehicle,
  ...behind: readonly Pick<Plugin, "texts">[]
): Reading {
  const tables = [
    ...coreTexts,
    plugin.texts,
    ...behind.map(({ texts }) => texts),
  ]
    .map((texts) => texts?.[language] ?? {});
  const say = speech(tables);
  return {
    say,
    missing: declaredBy(plugin).filter((text) =>
      !LITERAL.test(text) && say(text) === text &&
      !tables.some((table) => Object.hasOwn(table, text))
    ),
  };
}

/** What is declared for people: what it does, settings, commands, features, records, exports. */
function declaredBy(declares: Declares): readonly string[] {
  const { summary, settings, sms, msg, features, records, exports } = declares;
  return [
    summary,
    ...ofSettings(settings),
    ...[sms, msg, features, records, exports].flatMap((table) =>
      Object.values<{ readonly summary?: string }>(table ?? {})
        .map(({ summary }) => summary)
    ),
  ].filter(isText);
}

/** What settings say, what they may be, and what choices are called. */
export function ofSettings(settings: AnySettings = {}): readonly string[] {
  return Object.values(settings).flatMap(
    ({ summary, unit, schema, labels = {} }) => [
      summary,
      unit,
      expected(schema),
      ...choices(schema).map(String)
        .filter((choice) => !(choice in labels) && WORD.test(choice)),
      ...Object.values(labels),
    ],
  ).filter(isText);
}

function isText(text: unknown): text is string {
  return typeof text === "string" && text !== "";
}
