/** What a file of the program offers to others, some other file takes: the program, an example or a test. */
import assert from "node:assert/strict";

const root = new URL("../", import.meta.url);
const PROGRAM = ["app", "hal", "plugins", "runtime", "testing"];
const OTHERS = ["examples", "tests"];
/** Types are there for readers, also where nobody names them. */
const EXPORT =
  /^export (?:async )?(?:abstract )?(?:const|let|function\*?|class) (\w+)/gm;

/** The texts of all sources in a folder, by path. */
function sources(folder: string): readonly (readonly [string, string])[] {
  return [...Deno.readDirSync(new URL(`${folder}/`, root))].flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) return sources(path);
    return /\.[jt]s$/.test(path)
      ? [[path, Deno.readTextFileSync(new URL(path, root))] as const]
      : [];
  });
}

Deno.test("no file exports what nobody else uses", () => {
  const main = Deno.readTextFileSync(new URL("main.ts", root));
  const program = PROGRAM.flatMap(sources);
  const files = new Map<string, Set<string>>();
  for (
    const [path, text] of [
      ["main.ts", main] as const,
      ...program,
      ...OTHERS.flatMap(sources),
    ]
  ) {
    for (const [word] of text.matchAll(/\w+/g)) {
      files.getOrInsertComputed(word, () => new Set()).add(path);
    }
  }
  const offered = program.flatMap(([path, text]) =>
    [...text.matchAll(EXPORT)].map(([, name = ""]) => ({ path, name }))
  );
  assert.ok(offered.length > 1000, `only ${offered.length} were found`);
  assert.deepEqual(
    offered.filter(({ name }) => (files.get(name)?.size ?? 0) < 2)
      .map(({ path, name }) => `${path} exports ${name}`),
    [],
  );
});
