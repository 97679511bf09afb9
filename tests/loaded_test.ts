/** What a start loads: a small board has no memory for parts that nobody uses. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

interface ModuleInfo {
  readonly specifier: string;
  readonly dependencies?: readonly {
    readonly isDynamic?: boolean;
    readonly code?: { readonly specifier?: string };
  }[];
}

const root = new URL("../", import.meta.url);
const short = (specifier: string) =>
  specifier.replace(root.href, "").replace(/^npm:\/?/, "npm:");

/** What each module imports in any case, by their paths in the repository. */
async function graph(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", fileURLToPath(new URL("main.ts", root))],
    cwd: root,
    stderr: "inherit",
  }).output();
  assert.ok(success);
  const { modules }: { readonly modules: readonly ModuleInfo[] } = JSON.parse(
    new TextDecoder().decode(stdout),
  );
  return new Map(
    modules.map(({ specifier, dependencies = [] }) => [
      short(specifier),
      dependencies.flatMap(({ isDynamic, code }) =>
        isDynamic || code?.specifier === undefined
          ? []
          : [short(code.specifier)]
      ),
    ]),
  );
}

const imports = await graph();

/** All that comes with some modules. */
function loaded(...entries: readonly string[]): readonly string[] {
  const seen = new Set(entries), open = [...entries];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    assert.ok(
      imports.has(file) || /^(npm|node):/.test(file),
      `there is no ${file}`,
    );
    for (const next of imports.get(file) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return [...seen];
}

const START = ["main.ts", "app/offer.ts"];
const EXEC = [...START, "app/run_commands.ts"];
/** A gateway with an adapter, a web console that nobody opened and a server. */
const GATEWAY = [
  ...START,
  "app/console/run_prompt.ts",
  "app/console/plain_input.ts",
  "app/hardware/devices.ts",
  "hal/linux/slcan.ts",
  "app/web/mod.ts",
  "app/server.ts",
  "app/hardware/attend.ts",
];

/** Parts, by what their modules begin with. */
const UNUSED = {
  everywhere: [
    "app/console/terminal",
    "app/recordings/(?!bus_choice|recorded_can)",
    "app/isolation/(?!safe_start)",
    "app/store/(backup|export)",
    "hal/gps/(?!receivers)",
    "hal/linux/(candump|socketcan|socketcand|can_socket)\\.ts",
    "hal/modem/(?!message_commands)",
    "hal/replay/(?!formats/names)",
    "hal/supply/",
    "node:(http|https|net|process|readline|stream|tls|zlib)$",
    "npm:(@valibot/to-json-schema|csv|hono|htm|mqtt|node-pdu|preact|uplot)",
    "plugins/\\w+/sim/",
    "runtime/contract/shape",
    "runtime/isolation/",
    "runtime/links/http/(login/access|api|console|static|connections/server|values/stream)\\b",
    "runtime/links/mqtt/(?!address|settings)",
    "runtime/records/(csv|export/(?!records))",
    "testing/",
  ],
  "with --exec": [
    "app/console/",
    "app/(demo|web/(?!settings))",
    "hal/linux/(reactor|serial_port|slcan)\\.ts",
    "node:(buffer|crypto)$",
    "runtime/links/(http/(?!map_settings)|ovms/)",
  ],
};

/** What modules import by a name of their own, which is bundled apart. */
const APART = /^node:|^(runtime\/mod|plugins\/car)\.ts$/;

Deno.test("what is bundled apart is imported before the large parts, whose source maps Deno would read", () => {
  const before = new Set(loaded("main.ts", "app/first.ts"));
  const later = loaded(...EXEC)
    .filter((part) => APART.test(part) && !before.has(part));
  assert.deepEqual(later, []);
});

function found(
  parts: readonly string[],
  patterns: readonly string[],
): readonly string[] {
  const unused = new RegExp(`^(${patterns.join("|")})`);
  return parts.filter((part) => unused.test(part));
}

Deno.test("commands of --exec load nothing but what they need", () => {
  const parts = loaded(...EXEC);
  assert.ok(parts.length > 200);
  assert.deepEqual(
    found(parts, [...UNUSED.everywhere, ...UNUSED["with --exec"]]),
    [],
  );
});

Deno.test("a gateway loads the drivers that it has, and no web page before its first guest", () => {
  assert.deepEqual(found(loaded(...GATEWAY), UNUSED.everywhere), []);
});

Deno.test("what is named as not used is there, so that a new name is noticed", () => {
  const all = loaded(...imports.keys());
  for (const pattern of Object.values(UNUSED).flat()) {
    assert.ok(found(all, [pattern]).length > 0, `nothing is ${pattern}`);
  }
});
