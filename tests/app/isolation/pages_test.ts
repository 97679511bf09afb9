/** A page that is not there is told when its plugin is loaded, not when somebody opens it. */
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { pageTrouble } from "../../../app/isolation/pages.ts";
import { ask, inFolder } from "../program.ts";

const page = (module: URL) => ({ p: { name: "P", icon: "M0 0", module } });

Deno.test("a page has to be there, and in its plugin's own folder where that has one", () =>
  inFolder(async (folder) => {
    const own = pathToFileURL(`${folder}/own`).href;
    await Deno.mkdir(`${folder}/own/page`, { recursive: true });
    await Deno.writeTextFile(`${folder}/own/page/p.js`, "");
    await Deno.writeTextFile(`${folder}/own.js`, "");
    const there = page(new URL(`${own}/page/p.js`));
    assert.equal(pageTrouble(there, own), undefined);
    assert.equal(pageTrouble(there), undefined);
    assert.equal(pageTrouble(undefined, own), undefined);
    assert.match(
      pageTrouble(page(new URL(`${own}/page/q.js`)), own) ?? "",
      /^its page file:.*q\.js is not there: correct its path, or write it$/,
    );
    assert.match(
      pageTrouble(page(new URL(`${own}/page`)), own) ?? "",
      /is not there/,
    );
    for (const outside of [`${own}.js`, `${own}/../own.js`]) {
      assert.match(
        pageTrouble(page(new URL(outside)), own) ?? "",
        /own\.js is not in its own folder: a plugin with pages is a folder with a mod\.ts, and they are in it$/,
      );
    }
  }));

Deno.test("whatever loads it, a plugin or vehicle without its page is left out with a sentence", () =>
  inFolder(async (folder) => {
    const pages =
      `pages: { p: { name: "P", icon: "M0 0", module: new URL("./p.js", import.meta.url) } }`;
    const parts = {
      bell: `{ id: "bell", ${pages} }`,
      car:
        `{ type: "QC", name: "Car", ${pages}, plugins: [], simulator: () => ({ step() {} }) }`,
    };
    for (const [name, part] of Object.entries(parts)) {
      await Deno.mkdir(`${folder}/${name}`);
      await Deno.writeTextFile(
        `${folder}/${name}/mod.js`,
        `export default ${part};`,
      );
    }
    const why = /p\.js is not there: correct its path, or write it/;
    for (
      const args of [
        ["--plugin", "bell"],
        ["--trust", "bell"],
        ["--plugin", "car", "--vehicle", "QC"],
      ]
    ) {
      const { stderr } = await ask([...args, "--exec", "VERSION"], folder);
      assert.match(stderr, why, args.join(" "));
    }
  }));
