import assert from "node:assert/strict";
import {
  filled,
  languageOf,
  LANGUAGES,
} from "../../../../../runtime/links/http/page/languages.js";

type Text = Parameters<typeof filled>[0];
type Table = Readonly<Record<string, Text>>;

const root = new URL("../../../../../", import.meta.url);
const OTHERS = Object.keys(LANGUAGES).filter((code) => code !== "en");

/** Scripts of pages below a folder, tables left out, by their path in the repository. */
function scripts(folder: string): string[] {
  return [...Deno.readDirSync(new URL(`${folder}/`, root))].flatMap((entry) =>
    entry.isDirectory
      ? entry.name === "languages" ? [] : scripts(`${folder}/${entry.name}`)
      : entry.name.endsWith(".js")
      ? [`${folder}/${entry.name}`]
      : []
  );
}

/** Folders of scripts that have texts of their own. */
function pages(folder: string): string[] {
  return [...Deno.readDirSync(new URL(`${folder}/`, root))].flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return !entry.isDirectory
      ? []
      : entry.name !== "languages"
      ? pages(path)
      : [...Deno.readDirSync(new URL(`${path}/`, root))].some(({ name }) =>
          name === "en.js"
        )
      ? [folder]
      : [];
  });
}
const FOLDERS = ["runtime/links/http", "plugins", "examples"].flatMap(pages);

const tableOf = async (folder: string, code: string): Promise<Table> =>
  (await import(new URL(`${folder}/languages/${code}.js`, root).href)).default;
const formsOf = (text: Text) =>
  typeof text === "string" ? [text] : Object.values(text);
const namesIn = (text: Text) =>
  formsOf(text).map((form) =>
    [...form.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
  );
/** Keys that stand as literals in a script. */
const literals = (source: string) =>
  new Set(
    [...source.matchAll(/"([\w-]+(?:\.[\w-]+)+)"/g)].map(([, key]) => key),
  );
/** Keys that a script asks for. */
const asked = (source: string) =>
  [...source.matchAll(/\bt\(\s*"([^"]+)"/g)].map(([, key]) => key ?? "");

Deno.test("there are tables to look at", () => {
  assert.ok(FOLDERS.includes("runtime/links/http/page"), FOLDERS.join());
});

for (const folder of FOLDERS) {
  Deno.test(`${folder}: each text is in each language, with the same values and all plural forms`, async () => {
    const english = await tableOf(folder, "en");
    for (const code of OTHERS) {
      const table = await tableOf(folder, code);
      assert.deepEqual(Object.keys(table), Object.keys(english), code);
      for (const [key, text] of Object.entries(table)) {
        const original = english[key] ?? "";
        assert.equal(typeof text, typeof original, `${code}: ${key}`);
        assert.deepEqual(
          [...new Set(namesIn(text).flat())].sort(),
          [...new Set(namesIn(original).flat())].sort(),
          `${code}: ${key}`,
        );
        for (const form of formsOf(text)) assert.notEqual(form.trim(), "", key);
      }
    }
    for (const [key, text] of Object.entries(english)) {
      // Without a dot any word of a script would look like its use
      assert.match(key, /^\w+(\.\w+)+$/);
      if (typeof text === "string") continue;
      assert.ok(text.one && text.other, `${key} has one and other`);
    }
  });

  Deno.test(`${folder}: each text that is asked for is there, and each that is there is asked for`, async () => {
    const keys = Object.keys(await tableOf(folder, "en"));
    const sources = scripts(folder).map((path) =>
      Deno.readTextFileSync(new URL(path, root))
    );
    const used = new Set(sources.flatMap((source) => [...literals(source)]));
    for (const source of sources) {
      // A key that is put together cannot be found by whoever looks for its text
      assert.doesNotMatch(source, /\bt\(\s*`/);
      for (const key of asked(source)) {
        assert.ok(keys.includes(key), `no language has ${key}`);
      }
    }
    assert.deepEqual(keys.filter((key) => !used.has(key)), [], "unused");
  });
}

/** Words that stand in a template, or in an attribute that is read out or shown. */
const WORDS = [
  />\s*([A-Z][a-z]+[^<>{}$`;=&(]*)</g,
  /\s(?:title|name|label|aria-label|placeholder|more)="([A-Z][a-z][^"]*)"/g,
];

Deno.test("no text stands in a page itself", () => {
  for (const path of FOLDERS.flatMap(scripts)) {
    const source = Deno.readTextFileSync(new URL(path, root))
      .replaceAll(/\/\*[^]*?\*\//g, "");
    const found = WORDS.flatMap((pattern) =>
      [...source.matchAll(pattern)].map(([, words]) => words)
    );
    assert.deepEqual(found, [], path);
  }
});

Deno.test("German has one word for the battery", async () => {
  for (const folder of FOLDERS) {
    const texts = Object.values(await tableOf(folder, "de")).flatMap(formsOf);
    assert.deepEqual(
      texts.filter((text) => /batterie/i.test(text)),
      [],
      folder,
    );
  }
});

Deno.test("the reader's first language that there is counts, else English", () => {
  assert.equal(languageOf(["ja-JP", "fr-CH", "de"]), "fr");
  assert.equal(languageOf(["ja-JP"]), "en");
  assert.equal(languageOf([]), "en");
});

Deno.test("values stand where their names are, numbers as the language writes them", () => {
  assert.equal(filled("{a} of {b}", { a: "one", b: 2.5 }, "de"), "one of 2,5");
  assert.equal(filled("{missing}!", {}, "en"), "!");
});

Deno.test("counts take the plural form that the language has for them", () => {
  const text = { one: "{n} jour", other: "{n} jours" };
  const forms = (code: string) =>
    [0, 1, 2].map((n) => filled(text, { n }, code));
  assert.deepEqual(forms("fr"), ["0 jour", "1 jour", "2 jours"]);
  assert.deepEqual(forms("de"), ["0 jours", "1 jour", "2 jours"]);
});
