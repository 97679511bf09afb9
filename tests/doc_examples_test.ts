/** The examples in docstrings are type-checked and run, as `deno test --doc` does. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

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

/** As the project's, but for locals that are not used: Deno adds all that the module exports to each example. */
const CONFIG = fileURLToPath(new URL("doc_examples.json", import.meta.url));

Deno.test("the examples in docstrings do what they say", async () => {
  const sources = folders.flatMap(withExamples);
  for (const file of ["runtime/contract/define.ts", "testing/mod.ts"]) {
    assert.ok(sources.includes(file), file);
  }
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "test",
      "--doc",
      "--no-prompt",
      "--no-lock",
      "--quiet",
      `--config=${CONFIG}`,
      ...sources.map((file) => fileURLToPath(new URL(file, root))),
    ],
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).output();
  const text = new TextDecoder().decode(stdout);
  assert.ok(success, text + new TextDecoder().decode(stderr));
  const passed = Number(/ok \| (\d+) passed \| 0 failed/.exec(text)?.[1]);
  assert.ok(passed >= sources.length, `${passed} of ${sources.length}`);
});
