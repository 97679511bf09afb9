/** The directions in which modules may import each other: the core knows no car, the HAL nothing above it. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

/** One import: files by their path in the repository, others by their specifier. */
interface Import {
  readonly from: string;
  readonly to: string;
  /** How it is written in the source. */
  readonly written: string;
  /** Nothing of it is there when the program runs. */
  readonly typeOnly: boolean;
  /** It is loaded when the code comes there. */
  readonly later?: boolean;
}

interface Target {
  readonly specifier: string;
}
interface ModuleInfo {
  readonly specifier: string;
  readonly dependencies?: readonly {
    readonly specifier: string;
    readonly isDynamic?: boolean;
    readonly code?: Target;
    readonly type?: Target;
  }[];
}

const root = new URL("../", import.meta.url);
const folders = ["app", "hal", "plugins", "runtime", "testing"];
const path = (specifier: string) =>
  specifier.startsWith(root.href)
    ? specifier.slice(root.href.length)
    : specifier;

/** Modules below some folders, whether something imports them or not. */
function modulesOf(folders: readonly string[], name: RegExp): string[] {
  const found: string[] = [];
  const walk = (folder: string) => {
    for (const entry of Deno.readDirSync(new URL(folder, root))) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory) walk(path);
      else if (name.test(path)) found.push(path);
    }
  };
  folders.forEach(walk);
  return found;
}

/** All sources of the program. */
const sources = (): string[] => [
  "main.ts",
  "start.ts",
  ...modulesOf(folders, /\.ts$/),
];

let known: Promise<readonly Import[]> | undefined;

/** The imports of all sources; Deno is asked once. */
function imports(): Promise<readonly Import[]> {
  return known ??= read(sources());
}

/** The imports of some modules, as Deno itself resolves them. */
async function read(modules: readonly string[]): Promise<readonly Import[]> {
  const folder = await Deno.makeTempDir();
  try {
    const all = `${folder}/all.ts`;
    await Deno.writeTextFile(
      all,
      modules.map((file) => `import "${root.href}${file}";`).join("\n"),
    );
    const { stdout, success } = await new Deno.Command(Deno.execPath(), {
      args: [
        "info",
        "--json",
        "--config",
        fileURLToPath(new URL("deno.json", root)),
        all,
      ],
      stdout: "piped",
      stderr: "inherit",
    }).output();
    assert.ok(success);
    const graph: { readonly modules: readonly ModuleInfo[] } = JSON.parse(
      new TextDecoder().decode(stdout),
    );
    return graph.modules
      .filter(({ specifier }) => specifier.startsWith(root.href))
      .flatMap(importsOf);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function importsOf(
  { specifier: from, dependencies = [] }: ModuleInfo,
): Import[] {
  return dependencies.map((
    { specifier: written, code, type, isDynamic = false },
  ) => ({
    later: isDynamic,
    from: path(from),
    to: path((code ?? type)?.specifier ?? written),
    written,
    typeOnly: code === undefined,
  }));
}

const isIn = (file: string, ...places: readonly string[]) =>
  places.some((place) => file.startsWith(place));
const isFile = (path: string) => !path.includes(":");
const isOurs = (file: string) =>
  isIn(file, "main.ts", "start.ts", ...folders.map((folder) => `${folder}/`));

type Rule = (entry: Import) => boolean;

/** `plugins/NAME/`. */
const pluginOf = (file: string) => /^plugins\/[^/]+\//.exec(file)?.[0] ?? file;
/** They put plugins together. */
const VEHICLES = ["plugins/twizy/", "plugins/leaf/", "plugins/obd/"];
/** Releases of the original firmware that a Twizy can follow. */
const RELEASES = ["plugins/twizy/original.ts", "plugins/twizy/later/mod.ts"];
/** What the program offers, and what any car may choose. */
const ASSEMBLIES = ["plugins/mod.ts", "plugins/car.ts"];

/** Plugins of one car alone; those of any car come as `ovms-edge/car`, as they do for a car from outside. */
const OWN = ["plugins/cfg/mod.ts", "plugins/dyno/mod.ts"];

const plugin: Rule = ({ from, to, written }) => {
  if (isIn(to, pluginOf(from))) return true;
  if (to === "runtime/mod.ts") return written === "ovms-edge";
  if (isIn(from, ...VEHICLES)) {
    if (to === "plugins/car.ts") return written === "ovms-edge/car";
    return RELEASES.includes(from) && OWN.includes(to) ||
      to.startsWith("node:");
  }
  if (ASSEMBLIES.includes(from) && /^plugins\/[^/]+\/mod\.ts$/.test(to)) {
    return true;
  }
  return to.startsWith("node:");
};

/** What each folder's files may import of ours, first that fits. */
const rules: readonly (readonly [string, Rule])[] = [
  ["main.ts", () => true],
  ["start.ts", ({ to }) => to === "main.ts" || to === "app/fresh_build.ts"],
  ["app/", ({ to }) => to !== "main.ts"],
  ["testing/", ({ to }) => isIn(to, "testing/", "runtime/", "hal/")],
  // A simulated car shares no table with the decoder, so that each checks the other; it takes the
  // control unit that answers from the contract.
  ...["plugins/twizy/sim/", "plugins/leaf/sim/", "plugins/obd/sim/"].map((
    place,
  ) =>
    [
      place,
      ({ to, written }: Import) =>
        isIn(to, place) || to === "runtime/mod.ts" && written === "ovms-edge",
    ] as const
  ),
  ["plugins/", plugin],
  [
    "runtime/",
    ({ to, typeOnly }) =>
      isIn(to, "runtime/") || to === "hal/mod.ts" && typeOnly,
  ],
  ["hal/", ({ to }) => isIn(to, "hal/")],
];

function isAllowed(entry: Import): boolean {
  const [, rule] = rules.find(([place]) => entry.from.startsWith(place)) ?? [];
  assert.ok(rule, `no rule for ${entry.from}`);
  return !isOurs(entry.to) && !isIn(entry.from, "plugins/") || rule(entry);
}

Deno.test("modules import in one direction only", async () => {
  const all = await imports();
  assert.ok(all.length > 300, `only ${all.length} imports were found`);
  assert.deepEqual(
    all.filter((entry) => !isAllowed(entry)).map(({ from, written }) =>
      `${from} imports ${written}`
    ),
    [],
  );
});

/** Files that import each other round in a circle, also by their types, each circle as its files in order. */
function circles(all: readonly Import[]): readonly (readonly string[])[] {
  const to = new Map<string, string[]>();
  for (const { from, to: target } of all) {
    if (isFile(from) && isFile(target)) {
      to.set(from, [...to.get(from) ?? [], target]);
    }
  }
  const reach = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>(), open = [from];
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      for (const next of to.get(file) ?? []) {
        if (!seen.has(next)) {
          seen.add(next);
          open.push(next);
        }
      }
    }
    return seen;
  };
  const reached = new Map([...to.keys()].map((file) => [file, reach(file)]));
  const rings = [...reached].filter(([file, others]) => others.has(file))
    .map(([file, others]) =>
      [...others].filter((other) => reached.get(other)?.has(file)).sort()
    );
  return [...new Map(rings.map((ring) => [ring.join(), ring])).values()];
}

/** What starts, watches and speaks with the processes of plugins from outside. */
const FOR_OUTSIDERS = [
  "app/isolation/install.ts",
  "app/isolation/keeper.ts",
  "app/isolation/load.ts",
  "app/isolation/outside.ts",
  "app/isolation/process.ts",
  "app/isolation/processes.ts",
  "runtime/isolation/mod.ts",
  "runtime/isolation/remote.ts",
];

Deno.test("what runs plugins from outside is loaded only where there are any", async () => {
  const places = ["app/isolation/", "runtime/isolation/", "testing/"];
  const atOnce = (await imports()).filter(({ typeOnly, later }) =>
    !typeOnly && !later
  );
  const loaded = new Set(
    atOnce.map(({ from }) => from).filter((file) => !isIn(file, ...places)),
  );
  for (const file of loaded) {
    for (const { from, to } of atOnce) if (from === file) loaded.add(to);
  }
  assert.deepEqual(FOR_OUTSIDERS.filter((file) => loaded.has(file)), []);
});

Deno.test("no files import each other in a circle: sources, scripts of pages, examples, tests", async () => {
  const all = modulesOf([...folders, "examples", "tests"], /\.[jt]s$/);
  assert.deepEqual(circles(await read(["main.ts", "start.ts", ...all])), []);
});

/** Where one begins: the program, its tools, its faces for others, and what only tests simulate. */
const BEGINNINGS = [
  "app/build.ts",
  "app/feature_matrix.ts",
  // The import map names it
  "app/isolation/child_with_cars.ts",
  "app/scaffold/new_vehicle.ts",
  "hal/sim/at_modem.ts",
  "hal/sim/network.ts",
  // Types for scripts of pages
  "runtime/links/http/page/answers.ts",
  "start.ts",
  "testing/mod.ts",
];

Deno.test("each module is used by another one, or is where one begins", async () => {
  const used = new Set((await imports()).map(({ to }) => to));
  const found = sources().filter((file) => !used.has(file));
  assert.deepEqual(found.sort(), BEGINNINGS.toSorted());
});

Deno.test("a circle would be found", () => {
  const entry = (from: string, to: string): Import => ({
    from: `hal/${from}.ts`,
    to: `hal/${to}.ts`,
    written: to,
    typeOnly: true,
  });
  assert.deepEqual(
    circles([
      entry("a", "b"),
      entry("b", "c"),
      entry("c", "b"),
      entry("c", "d"),
    ]),
    [["hal/b.ts", "hal/c.ts"]],
  );
});

Deno.test("an import against its direction would be found", () => {
  const allowed = (
    from: string,
    to: string,
    { written = to, typeOnly = false } = {},
  ) => isAllowed({ from, to, written, typeOnly });
  assert.deepEqual(
    [
      allowed("hal/sim/can.ts", "runtime/log.ts", { typeOnly: true }),
      allowed("runtime/runtime.ts", "hal/mod.ts"),
      allowed("runtime/runtime.ts", "hal/clock.ts", { typeOnly: true }),
      allowed("runtime/runtime.ts", "plugins/mod.ts"),
      allowed("plugins/ca/mod.ts", "plugins/range/mod.ts"),
      allowed("plugins/ca/mod.ts", "runtime/mod.ts"),
      allowed("plugins/ca/mod.ts", "runtime/contract/units.ts"),
      allowed("plugins/ca/mod.ts", "hal/mod.ts", { typeOnly: true }),
      allowed("plugins/ca/mod.ts", "npm:valibot"),
      allowed("plugins/ca/mod.ts", "plugins/twizy/metrics.ts"),
      allowed("plugins/twizy/sim/car.ts", "plugins/twizy/metrics.ts"),
      allowed("plugins/obd/sim/mod.ts", "plugins/obd/values.ts"),
      allowed("plugins/leaf/sim/mod.ts", "plugins/leaf/polls.ts"),
      allowed("app/run.ts", "main.ts"),
      allowed("plugins/twizy/original.ts", "plugins/ca/mod.ts"),
      allowed("plugins/leaf/mod.ts", "plugins/cfg/mod.ts"),
      allowed("plugins/leaf/mod.ts", "plugins/car.ts"),
    ],
    new Array(17).fill(false),
  );
  assert.deepEqual(
    [
      allowed("runtime/runtime.ts", "hal/mod.ts", { typeOnly: true }),
      allowed("plugins/ca/mod.ts", "runtime/mod.ts", { written: "ovms-edge" }),
      allowed("plugins/leaf/mod.ts", "plugins/car.ts", {
        written: "ovms-edge/car",
      }),
      allowed("plugins/twizy/original.ts", "plugins/cfg/mod.ts"),
      allowed("hal/modem/pdu.ts", "npm:node-pdu"),
    ],
    new Array(5).fill(true),
  );
});

/** Makers, models and parts of cars, and prefixes of their metrics; comments may name them as examples. */
const CARS =
  /twizy|sevcon|renault|nissan|\bleaf\b|\bx(rt|nl|o2)\.|["'`](RT|NL|O2)\b/i;

Deno.test("the core names no car", () => {
  const core = folders.filter((folder) => folder !== "plugins");
  const files = modulesOf(core, /\.([jt]s|html|css|svg|webmanifest)$/);
  const named = ["main.ts", "start.ts", ...files].flatMap((file) => {
    const text = Deno.readTextFileSync(new URL(file, root));
    const code = text.replaceAll(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, "");
    return CARS.test(code) ? [file] : [];
  });
  assert.deepEqual(named, []);
});
