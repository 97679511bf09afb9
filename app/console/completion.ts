/** What the word that is being typed may become, from the declarations of commands and controls. */
import type { Registry } from "../../runtime/commands/registry.ts";
import type { AnyVerb, Subcommand } from "../../runtime/contract/plugin.ts";

/** A word and how it is used, as commands and controls declare it. */
export interface Usage {
  /** Such as `POWER [E|T|D]` or `key on|off`. */
  readonly usage: string;
}

/** What lines are completed from. */
export interface Vocabulary {
  /** By the word as it is typed: `STAT?`. */
  readonly verbs: ReadonlyMap<string, Pick<AnyVerb, "usage" | "subcommands">>;
  /** What steers the simulated car, by its word. */
  readonly controls: ReadonlyMap<string, Usage>;
  /** Words that stand in a usage for others, such as `type` for the vehicle types. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

/** What can be typed at a prompt, from what the plugins declare. */
export function vocabularyOf(
  { verbs }: Pick<Registry, "verbs">,
  controls: Vocabulary["controls"],
  given: {
    /** Full names of the settings. */
    readonly settings: readonly string[];
    /** Vehicle types. */
    readonly types: readonly string[];
  },
): Vocabulary {
  const words = new Map([...verbs].flatMap(([name, { def }]) => {
    const forms = def.query ? [name, `${name}?`] : [name];
    return forms.map((form) => [form, def] as const);
  }));
  const owners = given.settings.map((name) => name.split(".")[0] ?? "");
  return {
    verbs: words,
    controls,
    lists: {
      verb: [...words.keys()],
      plugin: [...new Set(owners)],
      "plugin.name": given.settings,
      type: given.types,
    },
  };
}

/**
 * What the last word of a line may become.
 * @returns whole words in the form in which they are declared
 */
export function completions(
  line: string,
  vocabulary: Vocabulary,
): readonly string[] {
  const [first = "", ...rest] = line.trimStart().split(/\s+/);
  const typed = (rest.at(-1) ?? first).toLowerCase();
  const words = rest.length === 0
    ? firstWords(first, vocabulary)
    : wordsBehind(first, rest, vocabulary);
  return [...new Set(words)]
    .filter((word) => word.toLowerCase().startsWith(typed)).sort();
}

function firstWords(
  first: string,
  { verbs, controls }: Vocabulary,
): readonly string[] {
  return first.startsWith(":")
    ? [...controls.keys()].map((word) => `:${word}`)
    : [...verbs.keys()];
}

function wordsBehind(
  first: string,
  rest: readonly string[],
  { verbs, controls, lists }: Vocabulary,
): readonly string[] {
  const place = rest.length - 1;
  if (first.startsWith(":")) {
    const control = controls.get(first.slice(1).toLowerCase());
    return choices(argumentsOf(control?.usage), place, lists);
  }
  const verb = verbs.get(first.toUpperCase());
  const { subcommands = [] } = verb ?? {};
  if (subcommands.length === 0) {
    return choices(argumentsOf(verb?.usage), place, lists);
  }
  const names = subcommands.map(({ name }) => name);
  if (place === 0) return names;
  const usage = usageOf(subcommands, rest[0] ?? "");
  return choices(placesOf(usage), place - 1, { ...lists, command: names });
}

function usageOf(subcommands: readonly Subcommand[], word: string): string {
  const upper = word.toUpperCase();
  return subcommands.find(({ name }) => name === upper)?.usage ?? "";
}

/** Places of a usage: what is in brackets may have blanks. */
function placesOf(usage: string): readonly string[] {
  return usage.match(/(?:<[^>]*>|\[[^\]]*\]|[^\s<[])+/g) ?? [];
}

/** The places behind the first word. */
function argumentsOf(usage = ""): readonly string[] {
  return placesOf(usage).slice(1);
}

/** What one place of a usage offers: words between `|`, or those that its name stands for. */
function choices(
  places: readonly string[],
  place: number,
  lists: Vocabulary["lists"],
): readonly string[] {
  const bare = (places[place] ?? "").replaceAll(/[[\]<>]/g, "");
  if (bare.includes("|")) return bare.split("|");
  return Object.hasOwn(lists, bare) ? lists[bare] ?? [] : [];
}
