/** Texts of core, program and first-party plugins in German and French: none is missing, none is left over. */
import assert from "node:assert/strict";
import { deviceClaims } from "../app/hardware/chosen.ts";
import { programTexts } from "../app/texts/mod.ts";
import { common, vehicles } from "../plugins/mod.ts";
import { outside } from "../plugins/outside/mod.ts";
import type { Plugin } from "../runtime/contract/plugin.ts";
import type { AnySettings } from "../runtime/contract/settings.ts";
import type { Texts } from "../runtime/contract/texts.ts";
import { coreTexts } from "../runtime/links/http/texts/mod.ts";
import { LANGUAGES, speech, type Table } from "../runtime/links/http/speech.ts";
import { coreClaims } from "../runtime/settings/core_settings.ts";
import { parameters, Params } from "../runtime/settings/params.ts";
import { expected } from "../runtime/settings/setting_text.ts";
import { simHal } from "../hal/sim/mod.ts";

const root = new URL("../", import.meta.url);

/** Who declares texts: what it declares, and tables of its own. */
interface Owner {
  readonly name: string;
  readonly declared: readonly string[];
  readonly texts: readonly Texts[];
}

const isText = (text: unknown): text is string =>
  typeof text === "string" && text !== "";
const ofSettings = (settings: AnySettings | undefined) =>
  Object.values(settings ?? {}).flatMap(({ summary, unit, schema }) => [
    summary,
    unit,
    expected(schema),
  ]).filter(isText);

/** What a plugin declares for people. */
function declaredBy(plugin: Plugin): string[] {
  const { summary, settings, sms, msg, features, records, exports } = plugin;
  return [
    summary,
    ...ofSettings(settings),
    ...[sms, msg, features, records, exports].flatMap((table) =>
      Object.values<{ readonly summary?: string }>(table ?? {})
        .map(({ summary }) => summary)
    ),
  ].filter(isText);
}

/** Parameters with what their forms say. */
function ofParameters(): string[] {
  const { store } = simHal(), params = new Params(store);
  const said = parameters.flatMap(({ number, name, summary }) => {
    const { pipe = [] }: { pipe?: readonly { description?: unknown }[] } =
      params.schema(number) as { pipe?: readonly { description?: unknown }[] };
    return [name, summary, ...pipe.map(({ description }) => description)];
  });
  store.close();
  return said.filter(isText);
}

const claimed = (claims: typeof coreClaims) =>
  ofSettings(
    Object.fromEntries([...claims].map(([name, { def }]) => [name, def])),
  );

const owners: readonly Owner[] = [
  {
    name: "core",
    declared: [...claimed(coreClaims), ...ofParameters()],
    texts: coreTexts,
  },
  { name: "program", declared: claimed(deviceClaims), texts: programTexts },
  ...[
    ...common,
    outside({ list: () => [], reload: () => Promise.resolve([]) }),
  ].map((plugin): Owner => ({
    name: plugin.id,
    declared: declaredBy(plugin),
    texts: plugin.texts ? [plugin.texts] : [],
  })),
  ...vehicles.flatMap((vehicle): Owner[] => {
    const own = vehicle.texts ? [vehicle.texts] : [];
    const plugins = [
      ...vehicle.plugins,
      ...Object.values(vehicle.editions?.of ?? {})
        .flatMap(({ plugins = [] }) => plugins),
    ];
    return [
      {
        name: vehicle.type,
        declared: ofSettings(vehicle.settings),
        texts: own,
      },
      ...plugins.map((plugin) => ({
        name: `${vehicle.type} ${plugin.id}`,
        declared: declaredBy(plugin),
        texts: [...own, ...plugin.texts ? [plugin.texts] : []],
      })),
    ];
  }),
];

/** Tables of an owner, and of the core behind them. */
const tablesOf = ({ texts }: Owner, language: string): Table[] =>
  [...texts, ...coreTexts].map((one) => one[language] ?? {});

/** Choices and examples that are written as they are in every language. */
const LITERAL = /^(\S+, )*\S+ or \S+$|^(\/|\d)\S*$|^[A-Za-z]{1,3}$/;

for (const language of LANGUAGES) {
  Deno.test(`${language}: whatever is declared is told`, () => {
    const missing = owners.flatMap((owner) => {
      const tables = tablesOf(owner, language), say = speech(tables);
      return owner.declared.filter((text) =>
        !LITERAL.test(text) && say(text) === text &&
        !tables.some((table) => Object.hasOwn(table, text))
      ).map((text) => `${owner.name}: ${text}`);
    });
    assert.deepEqual([...new Set(missing)], []);
  });
}

/** All tables of a language, each once. */
const allTables = (language: string): Table[] =>
  [...new Set(owners.flatMap(({ texts }) => texts))]
    .map((texts) => texts[language] ?? {});
const placesIn = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

Deno.test("each text is in each language, with the same places", () => {
  const [german = [], french = []] = LANGUAGES.map(allTables);
  for (const [i, table] of german.entries()) {
    assert.deepEqual(Object.keys(table), Object.keys(french[i] ?? {}));
    for (const [english, text] of Object.entries(table)) {
      for (const told of [text, french[i]?.[english] ?? ""]) {
        assert.deepEqual(
          [...new Set(placesIn(told))],
          [...new Set(placesIn(english))],
          english,
        );
      }
    }
  }
});

Deno.test("German has one word for the battery, and says Ladezustand", () => {
  const odd = allTables("de").flatMap((table) => Object.values(table))
    .filter((text) => /batterie|ladestand|\bSOC\b/i.test(text));
  assert.deepEqual(odd, []);
});

/** Files below a folder that may tell something. */
function sources(folder: string): string[] {
  return [...Deno.readDirSync(new URL(folder, root))].flatMap((entry) =>
    entry.isDirectory
      ? /^(page|texts|sim|languages)$/.test(entry.name)
        ? []
        : sources(`${folder}${entry.name}/`)
      : entry.name.endsWith(".ts") && entry.name !== "languages.ts"
      ? [`${folder}${entry.name}`]
      : []
  );
}

/** A place in a literal, whatever stands there. */
const HOLE = "{}";

/** Literals of a source, what is filled in as `{}`, and those within what is filled in. */
function literalsIn(code: string): string[] {
  const found: string[] = [];
  /** Reads from one place on to what ends it, and tells where that is. */
  const read = (from: number, end: string): number => {
    for (let at = from; at < code.length; at++) {
      const sign = code[at] ?? "";
      if (sign === end) return at;
      if (code.startsWith("//", at)) at = past("\n", at);
      else if (code.startsWith("/*", at)) at = past("*/", at) + 1;
      else if (sign === "{") at = read(at + 1, "}");
      else if (sign === "/" && /[(,=:[!&|?{};]\s*$/.test(code.slice(0, at))) {
        at = expression(at);
      } else if (`"'\``.includes(sign)) at = literal(at);
    }
    return code.length;
  };
  const past = (end: string, from: number): number => {
    const at = code.indexOf(end, from + 2);
    return at < 0 ? code.length : at;
  };
  /** The end of a regular expression, in which quotes and braces mean nothing. */
  const expression = (begin: number): number => {
    let inClass = false;
    for (let at = begin + 1; at < code.length && code[at] !== "\n"; at++) {
      const sign = code[at];
      if (sign === "\\") at++;
      else if (sign === "[") inClass = true;
      else if (sign === "]") inClass = false;
      else if (sign === "/" && !inClass) return at;
    }
    return begin;
  };
  const literal = (begin: number): number => {
    const quote = code[begin] ?? "";
    let text = "";
    for (let at = begin + 1; at < code.length; at++) {
      const sign = code[at] ?? "", next = code[at + 1] ?? "";
      if (sign === quote) {
        found.push(text);
        return at;
      }
      if (sign === "\n" && quote !== "`") return at;
      if (sign === "\\") {
        text += next === "n" ? "\n" : next;
        at++;
      } else if (quote === "`" && sign === "$" && next === "{") {
        text += HOLE;
        at = read(at + 2, "}");
      } else text += sign;
    }
    return code.length;
  };
  read(0, "");
  return found;
}

/** Places as `{}`; numbers may be places, too. */
const holed = (text: string) => text.replaceAll(/\{\w+\}|\d+/g, HOLE);

/** What a literal with places may have become. */
const patternOf = (literal: string) =>
  new RegExp(
    `^${literal.split(HOLE).map((part) => RegExp.escape(part)).join("(.*)")}$`,
    "s",
  );

/** Tells whether literals of the program can make a text: one, one with others in its places, or some in a row. */
function maker(said: ReadonlySet<string>): (text: string) => boolean {
  const open = [...said].filter((text) => /[a-z]{3}/i.test(text))
    .filter((text) => text.includes(HOLE)).map(patternOf);
  const begins = [...said].filter((text) => text.length > 2);
  const can = (text: string, depth: number): boolean => {
    if (said.has(text) || text.replaceAll(HOLE, "").trim() === "") return true;
    if (depth === 4) return false;
    return open.some((pattern) =>
      pattern.exec(text)?.slice(1).every((part) => can(part, depth + 1))
    ) || begins.some((begin) =>
      text.startsWith(begin) && can(text.slice(begin.length), depth + 1)
    );
  };
  return (text) => can(text, 0);
}

Deno.test("no table has what nobody says", () => {
  const written = ["runtime/", "app/", "hal/", "plugins/"].flatMap(sources)
    .map((path) => Deno.readTextFileSync(new URL(path, root)));
  const said = new Set(written.flatMap(literalsIn).map(holed));
  const names = new Set(written.join("\n").match(/\b\w+\b/g));
  const declared = new Set(owners.flatMap(({ declared }) => declared));
  const isMade = maker(said), all = [...said];
  /** Whether a text stands for one of the program, or for a part of one. */
  const isPart = (text: string) => {
    if (text.replaceAll(HOLE, "").length < 8) return false;
    const pattern = new RegExp(patternOf(text).source.slice(1, -1), "s");
    return all.some((one) => pattern.test(one));
  };
  const unused = allTables("de").flatMap((table) => Object.keys(table))
    .filter((english) =>
      !declared.has(english) && !names.has(english) &&
      !isMade(holed(english)) &&
      !isPart(holed(english))
    );
  assert.deepEqual(unused, []);
});

/** Where what is said goes to forms and strips of the console. */
const TOLD = /new Problem\(\s*\d+,\s*(["'`])|\b(?:text|todo):\s*(["'`])/g;
const FILES = [
  ...sources("runtime/links/http/"),
  "app/web_setup.ts",
  "plugins/framework/supply_alerts.ts",
  "plugins/batt/alerts.ts",
  "plugins/cfg/alerts.ts",
];

Deno.test("each refusal of the console and each alert is told", () => {
  const keys = allTables("de").flatMap((table) => Object.keys(table))
    .map(holed);
  const untold = FILES.flatMap((path) => {
    const source = Deno.readTextFileSync(new URL(path, root));
    return [...source.matchAll(TOLD)].flatMap((found) => {
      const at = found.index + found[0].length - 1;
      // The outer one of those that begin there ends last
      const text = holed(
        literalsIn(source.slice(at)).find((one) => one.length > 1) ?? "",
      );
      const pattern = patternOf(text);
      return !/[a-z] [a-z{]/i.test(text) ||
          keys.some((key) => pattern.test(key))
        ? []
        : [`${path}: ${text}`];
    });
  });
  assert.deepEqual(untold, []);
});

/** What settings and parameters expect, where a check has words of its own. */
const CHECKED = [
  ...sources("runtime/settings/"),
  ...sources("runtime/links/http/"),
  "runtime/links/mqtt/settings.ts",
  "runtime/links/mqtt/address.ts",
  "plugins/push/ntfy.ts",
  "plugins/push/webhook.ts",
  "plugins/push/wishes.ts",
  "app/hardware/schema.ts",
];

Deno.test("what a form expects is told", () => {
  const tables = allTables("fr"), say = speech(tables);
  const untold = CHECKED.flatMap((path) => {
    const source = Deno.readTextFileSync(new URL(path, root));
    return literalsIn(source).filter((text) => /^expected [a-z]/.test(text))
      .map((text) => text.replaceAll(HOLE, "7"))
      .filter((text) => !say(text).startsWith("attendu"))
      .map((text) => `${path}: ${text}`);
  });
  assert.deepEqual(untold, []);
});
