/** What an editor and `deno doc` show: every type that an author comes across is exported. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** What only calculates other types, the tables that names are taken from, and what belongs to valibot. */
const INNER: ReadonlySet<string> = new Set([
  ...["Aged", "Byte", "Effect", "Handler", "Head", "Hook", "IsList", "Known"],
  ...["Later", "None", "Of", "Part", "Plain", "SpecOf", "StandardOf", "Tail"],
  ...[
    "Queries",
    "UnitOf",
    "Watched",
    "PAGE_GROUPS",
    "PAGE_PLACES",
    "alert",
    "metricClasses",
    "needs",
  ],
  ...["pollStates", "standard", "units"],
  // The core at work, for what a bench does not offer
  "Runtime",
  ...["GenericSchema", "InferInput", "InferOutput"],
]);

/** All that plugins and their tests may import. */
const FACES = ["runtime/mod.ts", "plugins/car.ts", "testing/mod.ts"];

/** What `deno doc` has to say about them; Deno is asked once. */
async function lint(): Promise<string> {
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--lint", ...FACES],
    cwd: root,
    env: { NO_COLOR: "1" },
    stdout: "null",
    stderr: "piped",
  }).output();
  return new TextDecoder().decode(stderr);
}
let asked: Promise<string> | undefined;
const said = () => asked ??= lint();

Deno.test("no type of the author's API hides behind it", async () => {
  const text = await said();
  const hidden = text.matchAll(
    /public type '([^']+)' references private type '(\w+)'/g,
  );
  const found = [...hidden].map(([, of = "", type = ""]) => ({ of, type }));
  // It says nothing about these only if it has looked.
  assert.ok(found.some(({ type }) => type === "IsList"), text.slice(0, 500));
  assert.deepEqual(found.filter(({ type }) => !INNER.has(type)), []);
});

/** What the runtime keeps of a literal: the literal's own types say what it is. */
const KEPT = /^(Any\w+|Plugin)$/;

/** The name of what stands around a line of a source. */
function around(path: string, line: number): string {
  const before = Deno.readTextFileSync(path).split("\n").slice(0, line);
  const [, name = ""] =
    before.findLast((text) => /^export \w+ \w+/.test(text))?.match(
      /^export \w+ (\w+)/,
    ) ?? [];
  return name;
}

Deno.test("all of the author's API says what it is", async () => {
  const places = [
    ...(await said()).matchAll(
      /missing-jsdoc\]: .*\n +--> (\S+?):(\d+):\d+$/gm,
    ),
  ].map(([, path = "", line]) => ({
    path,
    line: Number(line),
    of: around(path, Number(line)),
  }));
  assert.ok(places.some(({ of }) => of === "Plugin"));
  assert.deepEqual(
    places.filter(({ path, of }) => path.startsWith(root) && !KEPT.test(of)),
    [],
  );
});
