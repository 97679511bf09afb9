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

Deno.test("files that the documentation links to are there", () => {
  for (const page of [...Deno.readDirSync(new URL("docs", root))]) {
    const text = read(`docs/${page.name}`);
    for (const [, link = ""] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      const path = new URL(link, new URL(`docs/${page.name}`, root));
      assert.ok(Deno.statSync(path), `${page.name} links to ${link}`);
    }
  }
});
