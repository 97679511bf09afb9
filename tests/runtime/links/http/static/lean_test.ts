import assert from "node:assert/strict";
import {
  lean,
  leanStyle,
  withoutComments,
} from "../../../../../runtime/links/http/static/lean.ts";

const SOURCE = `// @ts-check
/** What it is. */
import x from "y";

/**
 * One.
 * @param {string} a
 */
export const f = (a) => {
  const b =
    /** @type {string} */ (a);
  /** Not the end of the one above. */
  // Only for those who write it
  return "/* no comment */" + b;
};
`;

Deno.test("comments with lines of their own are left out, and lines keep their numbers", () => {
  const sent = withoutComments(SOURCE);
  assert.ok(
    !sent.includes("What it is") && !sent.includes("@param") &&
      !sent.includes("Not the end") && !sent.includes("Only for") &&
      !sent.includes("@ts-check"),
  );
  assert.ok(sent.includes('"/* no comment */"') && sent.includes("@type"));
  const at = (text: string) =>
    text.split("\n").findIndex((line) => line.includes("export const f"));
  assert.equal(at(sent), at(SOURCE));
});

Deno.test("own files lose their indentation, too, and do what they did", async () => {
  const sent = lean(SOURCE.replace('import x from "y";', ""));
  assert.doesNotMatch(sent, /^ |@type/m);
  const { f } = await import(
    `data:text/javascript,${encodeURIComponent(sent)}`
  );
  assert.equal(f("!"), "/* no comment */!");
});

Deno.test("of the scripts of all pages nothing but comments and blanks is left out", () => {
  const root = new URL("../../../../../", import.meta.url);
  const scripts = (folder: string): string[] =>
    [...Deno.readDirSync(new URL(folder, root))].flatMap((entry) =>
      entry.isDirectory
        ? scripts(`${folder}${entry.name}/`)
        : entry.name.endsWith(".js")
        ? [folder + entry.name]
        : []
    );
  const code = (text: string) =>
    text.replaceAll(/\/\*(?:[^*]|\*(?!\/))*\*\//g, "")
      .replaceAll(/^\s*\/\/.*$/gm, "").replaceAll(/\s/g, "");
  const all = ["runtime/links/http/", "plugins/"].flatMap(scripts);
  assert.ok(all.length > 50);
  for (const path of all) {
    const source = Deno.readTextFileSync(new URL(path, root));
    assert.equal(code(lean(source)), code(source), path);
    assert.equal(code(withoutComments(source)), code(source), path);
  }
});

Deno.test("of styles only what parts nothing is left out", () => {
  assert.equal(
    leanStyle(`/* How links look */
a:hover,
main > :is(b, .c d) {
  margin: 0 calc(1px + 2%);
}
@media (min-width: 1px) {
  a::before {
    content: "";
  }
}
`),
    'a:hover,main > :is(b,.c d){margin:0 calc(1px + 2%);}@media (min-width:1px){a::before{content:"";}}',
  );
});
