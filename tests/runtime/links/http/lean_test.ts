import assert from "node:assert/strict";
import { lean, withoutComments } from "../../../../runtime/links/http/lean.ts";

const SOURCE = `// @ts-check
/** What it is. */
import x from "y";

/**
 * One.
 * @param {string} a
 */
export const f = (a) => {
  const b = /** @type {string} */ (a);
  return "/* no comment */" + b;
};
`;

Deno.test("comments with lines of their own are left out, and lines keep their numbers", () => {
  const sent = withoutComments(SOURCE);
  assert.ok(!sent.includes("What it is") && !sent.includes("@param"));
  assert.ok(sent.includes('"/* no comment */"') && sent.includes("@type"));
  const at = (text: string) =>
    text.split("\n").findIndex((line) => line.includes("export const f"));
  assert.equal(at(sent), at(SOURCE));
});

Deno.test("own files lose their indentation, too, and do what they did", async () => {
  const sent = lean(SOURCE.replace('import x from "y";', ""));
  assert.doesNotMatch(sent, /^ /m);
  const { f } = await import(
    `data:text/javascript,${encodeURIComponent(sent)}`
  );
  assert.equal(f("!"), "/* no comment */!");
});
