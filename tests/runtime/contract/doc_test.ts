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
  ...["GenericSchema", "InferInput", "InferOutput"],
]);

Deno.test("no type of the author's API hides behind it", async () => {
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--lint", "runtime/mod.ts"],
    cwd: root,
    env: { NO_COLOR: "1" },
    stdout: "null",
    stderr: "piped",
  }).output();
  const text = new TextDecoder().decode(stderr);
  const hidden = text.matchAll(
    /public type '([^']+)' references private type '(\w+)'/g,
  );
  const found = [...hidden].map(([, of = "", type = ""]) => ({ of, type }));
  // It says nothing about these only if it has looked.
  assert.ok(found.some(({ type }) => type === "IsList"), text.slice(0, 500));
  assert.deepEqual(found.filter(({ type }) => !INNER.has(type)), []);
});
