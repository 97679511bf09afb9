import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { loadPlugin } from "../../../runtime/contract/loader.ts";

/** Loads a module of this text as a user's file. */
async function load(name: string, text: string): Promise<unknown> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/${name}`, text);
    return await loadPlugin(pathToFileURL(`${folder}/${name}`).href, name);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function refused(name: string, text: string, message: RegExp): Promise<void> {
  return assert.rejects(load(name, text), (error) => {
    assert.ok(error instanceof TypeError);
    assert.match(error.message, message);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  });
}

Deno.test("a plain object is a plugin, in TypeScript and JavaScript", async () => {
  for (const name of ["a.ts", "a.js", "a.mjs"]) {
    const plugin = await load(
      name,
      'export default { id: "a", sms: { "A": { usage: "A", run: () => "fine" } } };',
    );
    assert.ok(typeof plugin === "object" && plugin !== null && "id" in plugin);
    assert.equal(plugin.id, "a");
  }
});

Deno.test("a module without a default export is refused by name", async () => {
  await refused(
    "none.js",
    "export const plugin = {};",
    /^Plugin none\.js: default export: /,
  );
});

Deno.test("a wrong part is named", async () => {
  await refused(
    "wrong.js",
    'export default { id: "a", sms: { "A": { usage: "A" } } };',
    /^Plugin wrong\.js: sms\.A\.run: is missing$/,
  );
});

Deno.test("a module that cannot be read or run is refused in one sentence", async () => {
  await refused(
    "syntax.js",
    "export default {",
    /^Plugin syntax\.js cannot be loaded: /,
  );
  await refused(
    "throws.js",
    'throw new Error("not today");',
    /^Plugin throws\.js cannot be loaded: not today$/,
  );
  await refused(
    "nothing.js",
    "throw undefined;",
    /^Plugin nothing\.js cannot be loaded: undefined$/,
  );
  await refused(
    "import.js",
    'import "./missing.js";',
    /^Plugin import\.js cannot be loaded: /,
  );
  await assert.rejects(
    loadPlugin("file:///nowhere/at/all.js", "all.js"),
    /^TypeError: Plugin all\.js cannot be loaded: /,
  );
});
