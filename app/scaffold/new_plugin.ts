/**
 * `deno task plugin NAME [DIR]`: writes a plugin with a test that passes, inside the repository or
 * outside of it.
 * @module
 */
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { common, vehicles } from "../../plugins/mod.ts";
import { Registry } from "../../runtime/commands/registry.ts";
import { ownConfig, taskIn } from "./own_config.ts";
import { notWritten, UsageError } from "../usage_error.ts";

const USAGE = "Usage: deno task plugin NAME [DIR]";
const LONGEST = 24;

/** A file to be written: path and text. */
export type NewFile = readonly [path: string, text: string];

/** Where things are; absolute paths. */
export interface Places {
  /** The repository. */
  readonly root: string;
  /** Where the user stands. */
  readonly here: string;
}

/**
 * The files of a new plugin.
 * @param folder that gets the plugin's folder; without it the one where the user stands, and inside of the repository the plugin becomes a part of that
 * @throws UsageError with one sentence when the name cannot be used
 */
export function newPlugin(
  name: string,
  folder: string | undefined,
  { root, here }: Places,
): readonly NewFile[] {
  checkName(name);
  if (folder === undefined && isWithin(here, root)) {
    const plugin = join(root, "plugins", name, "mod.ts");
    const test = join(root, "tests", "plugins", name, "mod_test.ts");
    return [
      [plugin, pluginText(name)],
      [test, testText(name, relative(dirname(test), plugin))],
    ];
  }
  const own = resolve(here, folder ?? ".", name);
  return [
    [join(own, "mod.ts"), pluginText(name)],
    [join(own, "mod_test.ts"), testText(name, "./mod.ts")],
    [join(own, "deno.json"), ownConfig(root)],
  ];
}

function isWithin(folder: string, root: string): boolean {
  return !relative(root, folder).startsWith("..");
}

/** The name becomes an id, a folder and a verb; none of them may be taken. */
function checkName(name: string): void {
  if (!/^[a-z][a-z0-9-]*$/.test(name) || name.length > LONGEST) {
    throw new UsageError(
      `"${name}" is no name of a plugin: expected at most ${LONGEST} lower case letters, digits and -`,
    );
  }
  for (const plugins of [[], ...vehicles.map(({ plugins }) => plugins)]) {
    const all = [...common, ...plugins];
    if (all.some(({ id }) => id === name)) {
      throw new UsageError(
        `There is a plugin ${name} already: choose another name`,
      );
    }
    const owner = new Registry(all).verb(name)?.owner;
    if (owner !== undefined) {
      throw new UsageError(
        `The verb ${name.toUpperCase()} belongs to the plugin ${owner} already: choose another name`,
      );
    }
  }
}

/** `my-plugin` as a name in a program: `myPlugin`. */
function identifier(name: string): string {
  return name.replaceAll(
    /-+([a-z0-9])?/g,
    (_, next = "") => next.toUpperCase(),
  );
}

function pluginText(name: string): string {
  const verb = name.toUpperCase();
  return `import { definePlugin, type Plugin, v } from "ovms-edge";

const plugin: Plugin = definePlugin({
  id: "${name}",
  summary: "Says hello",
  reads: { soc: "v.b.soc" },
  metrics: {
    calls: { name: "x.${name}.calls", unit: "", initial: 0 },
  },
  sms: {
    "${verb}": {
      usage: "${verb} [name]",
      summary: "Greets, and tells the state of charge",
      args: v.strictTuple([v.optional(v.string(), "world")]),
      run: ([name], { metrics: { calls, soc } }) => {
        calls.set(calls.value + 1);
        return [\`Hello \${name}\`, \`SOC: \${soc.value ?? "?"} %\`];
      },
    },
  },
});
export default plugin;
`;
}

function testText(name: string, path: string): string {
  const verb = name.toUpperCase(), plugin = `${identifier(name)}Plugin`;
  return `import { deepEqual, equal } from "node:assert/strict";
import { bench } from "ovms-edge/testing";
import ${plugin} from "${path}";

Deno.test("${verb} greets, and counts", async () => {
  await using car = await bench(${plugin});
  const answers = [
    ...await car.sms("${verb}"),
    ...await car.sms("${verb.toLowerCase()} Anna"),
  ];
  deepEqual(answers, ["Hello world\\n SOC: ? %", "Hello Anna\\n SOC: ? %"]);
  equal(car.metric("x.${name}.calls"), 2);
});

Deno.test("${verb} with too many words answers its usage", async () => {
  await using car = await bench(${plugin});
  const answers = await car.sms("${verb} a b");
  deepEqual(answers, ["Usage: ${verb} [name]"]);
});

Deno.test("the whole surface of ${name}", async () => {
  await using car = await bench(${plugin});
  deepEqual(car.surface, {
    verbs: ["${verb}"],
    codes: [],
    slots: [],
    records: [],
    settings: [],
  });
});
`;
}

/**
 * Writes new files; when one is there already, none.
 * @throws UsageError with one sentence for what cannot be written
 */
export function writeNew(files: readonly NewFile[]): void {
  for (const [path] of files) {
    if (exists(path)) {
      throw new UsageError(
        `${path} is there already, and nothing was written: choose another name or folder`,
      );
    }
  }
  for (const [path, text] of files) {
    try {
      Deno.mkdirSync(dirname(path), { recursive: true });
      Deno.writeTextFileSync(path, text, { createNew: true });
    } catch (error) {
      throw notWritten(path, error);
    }
  }
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

function main(args: readonly string[], places: Places): void {
  const [name, folder, surplus] = args;
  if (name === undefined || surplus !== undefined || name.startsWith("--")) {
    throw new UsageError(USAGE);
  }
  const files = newPlugin(name, folder, places);
  writeNew(files);
  const [[plugin = ""] = [], [test = ""] = []] = files;
  const shown = (path: string) => {
    const short = relative(places.here, path);
    return short.startsWith("..") ? path : short;
  };
  const tests = folder === undefined
    ? `deno test ${shown(test)}`
    : `cd ${shown(dirname(test))} && deno test`;
  console.log([
    ...files.map(([path]) => `Written: ${shown(path)}`),
    `Test:    ${tests}`,
    `Run:     ${taskIn(places.here, places.root)} start --plugin ${
      shown(plugin)
    } --exec ${name.toUpperCase()}`,
  ].join("\n"));
}

if (import.meta.main) {
  try {
    main(Deno.args, {
      root: fileURLToPath(new URL("../..", import.meta.url)),
      here: Deno.env.get("INIT_CWD") ?? Deno.cwd(),
    });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    Deno.exit(2);
  }
}
