/** The documentation shows the examples as they are. */
import assert from "node:assert/strict";

const root = new URL("../", import.meta.url);
const read = (path: string) => Deno.readTextFileSync(new URL(path, root));

/** A block of code and the file it is said to be; blocks of a shell need none. */
interface Block {
  readonly file: string | undefined;
  readonly language: string;
  readonly code: string;
}

function blocksOf(markdown: string): readonly Block[] {
  const fence = /(?:<!-- (\S+) -->\n\n?)?^```(\w*)\n(.*?)^```$/gms;
  return [...markdown.matchAll(fence)].map((
    [, file, language = "", code = ""],
  ) => ({
    file,
    language,
    code,
  }));
}

/** All files of the examples. */
function examples(folder = "examples"): string[] {
  return [...Deno.readDirSync(new URL(folder, root))].flatMap((entry) =>
    entry.isDirectory
      ? examples(`${folder}/${entry.name}`)
      : [`${folder}/${entry.name}`]
  ).sort();
}

Deno.test("docs/plugins.md shows every example, word for word", () => {
  const blocks = blocksOf(read("docs/plugins.md"));
  const code = blocks.filter(({ language }) => language !== "sh");
  for (const { file, code: shown } of code) {
    assert.ok(file, `a block is of no file:\n${shown}`);
    assert.equal(shown, read(file), file);
  }
  assert.deepEqual(code.map(({ file }) => file).sort(), examples());
});

/** All pages of the documentation. */
function pages(): string[] {
  const markdown = (folder: string) =>
    [...Deno.readDirSync(new URL(folder, root))]
      .filter(({ name }) => name.endsWith(".md"))
      .map(({ name }) => `${folder}${name}`);
  return [...markdown("./"), ...markdown("./docs/")].sort();
}

Deno.test("files that the documentation links to are there", () => {
  let links = 0;
  for (const page of pages()) {
    const text = read(page);
    for (const [, link = ""] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      const path = new URL(link, new URL(page, root));
      assert.ok(exists(path), `${page} links to ${link}, which is not there`);
      links++;
    }
  }
  assert.ok(links > 15, `only ${links} links were found`);
});

Deno.test("every page of docs/ is reached from README or another page", () => {
  const linked = new Set(
    pages().flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link]) =>
        new URL(link ?? "", new URL(page, root)).href
      )
    ),
  );
  for (const page of pages().filter((page) => page.startsWith("./docs/"))) {
    assert.ok(linked.has(new URL(page, root).href), `nothing links to ${page}`);
  }
});

Deno.test("README names each package that the program is made of", () => {
  const { imports }: { readonly imports: Readonly<Record<string, string>> } =
    JSON.parse(read("deno.json"));
  const packages = Object.values(imports).flatMap((specifier) =>
    /^npm:(@?[^@]+)@/.exec(specifier)?.[1] ?? []
  );
  assert.ok(packages.length > 10);
  const readme = read("README.md");
  const missing = packages.filter((name) => !readme.includes(name));
  assert.deepEqual([...new Set(missing)], []);
});

function exists(path: URL): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
