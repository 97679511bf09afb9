/** Every script that a browser is given is type-checked by `deno task check`. */
import assert from "node:assert/strict";

const root = new URL("../../../../../", import.meta.url);

/** Scripts of pages below a folder, by their path in the repository. */
function scripts(folder: string): string[] {
  return [...Deno.readDirSync(new URL(`${folder}/`, root))].flatMap((entry) =>
    entry.isDirectory
      ? scripts(`${folder}/${entry.name}`)
      : entry.name.endsWith(".js")
      ? [`${folder}/${entry.name}`]
      : []
  );
}

Deno.test("page scripts begin with @ts-check and take no part of themselves out of it", () => {
  const all = ["runtime", "plugins", "examples"].flatMap(scripts)
    .filter((path) => path.includes("/page/"));
  assert.ok(all.length > 20, all.join());
  for (const path of all) {
    const text = Deno.readTextFileSync(new URL(path, root));
    assert.match(text, /^\/\/ @ts-check\n/, path);
    assert.doesNotMatch(
      text,
      /@ts-(ignore|expect-error|nocheck)|\bany\b[}>)\]]/,
      path,
    );
  }
});
