/**
 * The examples in docstrings are type-checked and run; with them is checked what people write outside of the
 * repository, or have written for them: each check reads the types of the whole contract, so all are one.
 */
import assert from "node:assert/strict";
import { fileURLToPath, pathToFileURL } from "node:url";
import { newPlugin, writeNew } from "../app/scaffold/new_plugin.ts";
import { firstVehicle, newVehicle } from "../app/scaffold/new_vehicle.ts";
import { ownConfig } from "../app/scaffold/own_config.ts";
import { inFolder, ROOT } from "./app/program.ts";
import { writeFiles } from "./app/vehicles_page.ts";

const root = new URL("../", import.meta.url);
const folders = ["app", "hal", "plugins", "runtime", "testing"];

/** Sources whose docstrings have an example. */
function withExamples(folder: string): string[] {
  return [...Deno.readDirSync(new URL(`${folder}/`, root))].flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) return withExamples(path);
    const has = path.endsWith(".ts") &&
      Deno.readTextFileSync(new URL(path, root)).includes(" * ```ts");
    return has ? [path] : [];
  });
}

/** The examples of a source: modules that stand anywhere, by file names that tell the source. */
function examplesOf(path: string): readonly (readonly [string, string])[] {
  const source = new URL(path, root), name = path.replaceAll("/", "_");
  const blocks = Deno.readTextFileSync(source)
    .matchAll(/^( *\* )```ts\n(.*?)^\1```$/gms);
  return [...blocks].map(([, margin = "", text = ""], n) => [
    name.replace(".ts", `_${n}.ts`),
    text.split("\n").map((line) => line.slice(margin.length)).join("\n")
      .replace(
        /(?<= from ")\.{1,2}\/[^"]+/g,
        (module) => new URL(module, source).href,
      ),
  ]);
}

/** Writes the examples of sources into a folder. @returns them, from there */
async function writeExamples(
  here: string,
  sources: readonly string[],
): Promise<readonly string[]> {
  await Deno.mkdir(`${here}/examples`);
  return await Promise.all(
    sources.flatMap(examplesOf).map(async ([name, text]) => {
      const path = `./examples/${name}`;
      await Deno.writeTextFile(`${here}/${path}`, text);
      return path;
    }),
  );
}

/** Writes what people write or have written into a folder. @returns its modules, from there */
async function writeOutside(here: string): Promise<readonly string[]> {
  await Deno.mkdir(`${here}/page`);
  await writeFiles(here, `${here}/page`);
  const dbc = await Deno.readFile(`${here}/car.dbc`);
  const written = [
    ...newPlugin("my-thing", ".", { root: ROOT, here }),
    ...firstVehicle("mycar", here, ROOT).files,
    ...newVehicle("first", dbc, here, ROOT).files,
  ];
  const config = ownConfig(ROOT), configs = written.filter(isConfig);
  for (const [path, text] of configs) assert.equal(text, config, path);
  writeNew(written.filter((file) => !isConfig(file)));
  await Deno.writeTextFile(`${here}/deno.json`, config);
  return modulesIn(here, ".");
}

const isConfig = ([path]: readonly [string, unknown]) =>
  path.endsWith("deno.json");

function modulesIn(here: string, folder: string): readonly string[] {
  return [...Deno.readDirSync(`${here}/${folder}`)].flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) return modulesIn(here, path);
    return path.endsWith(".ts") ? [path] : [];
  });
}

/** Runs Deno in a folder. */
async function deno(here: string, ...args: string[]): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: here,
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) =>
    new TextDecoder().decode(bytes)
  );
  assert.ok(success, `${out}${err}`);
}

/**
 * Checks types. Deno keeps what it found under the module named first: with one of the repository's it looks
 * again at what changed only, and not at all types of the contract.
 */
function checkTypes(here: string): Promise<void> {
  const kept = fileURLToPath(new URL("testing/mod.ts", root));
  return deno(here, "check", "--no-lock", "--quiet", kept, "all.ts");
}

Deno.test("the examples in docstrings do what they say, and they and what is written outside of the repository have no error of types", () =>
  inFolder(async (here) => {
    const sources = folders.flatMap(withExamples);
    for (const file of ["runtime/contract/define.ts", "testing/mod.ts"]) {
      assert.ok(sources.includes(file), file);
    }
    const modules = await writeOutside(here);
    for (const folder of ["page", "my-thing", "mycar", "first"]) {
      for (const name of ["mod.ts", "mod_test.ts"]) {
        const path = `./${folder}/${name}`;
        assert.ok(modules.includes(path), path);
      }
    }
    await deno(here, "lint", "--quiet");
    const examples = await writeExamples(here, sources);
    assert.ok(examples.length >= sources.length, `${examples.length}`);
    // Of types only, so that it runs nothing: examples run below, the others have tests of their own.
    await Deno.writeTextFile(
      `${here}/all.ts`,
      [...modules, ...examples].map((path, n) =>
        `export type * as m${n} from "${path}";\n`
      ).join(""),
    );
    await checkTypes(here);
    for (const path of examples) {
      await import(pathToFileURL(`${here}/${path}`).href);
    }
  }));
