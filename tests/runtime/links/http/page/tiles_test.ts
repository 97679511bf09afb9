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

/** Words of a tile up to its end. */
const TILE = /<\$\{Tile\}(?:[^>]|=>|[^\s/]>)*?\/?>\s/g;

Deno.test("every tile of a value leads to its course over time", () => {
  let tiles = 0;
  for (const path of ["runtime/links/http/page", "plugins"].flatMap(scripts)) {
    const text = Deno.readTextFileSync(new URL(path, root));
    for (const [tile] of text.matchAll(TILE)) {
      tiles++;
      assert.match(tile, /\bcourse=/, `${path}: ${tile}`);
    }
  }
  assert.ok(tiles >= 7, `${tiles} tiles`);
});
