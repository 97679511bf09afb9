/**
 * The examples in docstrings are type-checked and run, as `deno test --doc` does; with them is checked what
 * people write outside of the repository, or have written for them: each check reads the types of the whole
 * contract, so all are one.
 */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
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

/**
 * As the project's, but for locals that are not used, which Deno's lint finds as well: Deno adds all that the
 * module exports to each example.
 */
const CONFIG = fileURLToPath(new URL("doc_examples.json", import.meta.url));

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
async function deno(here: string, ...args: string[]) {
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
  return `${out}`;
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
    // Of types only, so that it is checked and not run: each has tests of its own.
    await Deno.writeTextFile(
      `${here}/all.ts`,
      modules.map((path, n) => `export type * as m${n} from "${path}";\n`)
        .join(""),
    );
    await deno(here, "lint", "--quiet");
    const text = await deno(
      here,
      "test",
      "--doc",
      "--no-prompt",
      "--no-lock",
      "--quiet",
      `--config=${CONFIG}`,
      ...sources.map((file) => fileURLToPath(new URL(file, root))),
      "all.ts",
    );
    const passed = Number(/ok \| (\d+) passed \| 0 failed/.exec(text)?.[1]);
    assert.ok(passed >= sources.length, `${passed} of ${sources.length}`);
  }));
