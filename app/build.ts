/**
 * The program in one folder: `deno task build` bundles it into `dist/`, so that it starts faster and needs
 * less memory than from its many modules. What is there is built anew when something changed.
 *
 * Prints which file to start: `dist/main.js`, or `main.ts` with a sentence where it cannot be built; so
 * `deno task start` finds it.
 *
 * Each module finds itself, the files beside it, and its lines in a stack under the path that it has in
 * the sources, with `dist/` in front: `dist/` needs nothing outside of itself.
 */
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import config from "../deno.json" with { type: "json" };
import { denoToStart } from "./deno.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DIST = join(ROOT, "dist");
/** What it is made from; nothing else changes it. */
const SOURCES = [
  "app",
  "hal",
  "plugins",
  "runtime",
  "testing",
  "main.ts",
  "CHANGELOG.md",
  "deno.json",
  "deno.lock",
];
const MAIN = "main.ts";
/** Plugins from outside, and the program's own, share what these give. */
const SHARED = ["ovms-edge", "ovms-edge/car"];
/** Written last: what it was made from, and which files are of it. */
const STAMP = "built.json";
/** Longest time for it, ms; the bundler is fetched the first time. */
const PATIENCE = 180_000;

/** A finished build. */
interface Built {
  /** What it was made from. */
  readonly from: string;
  /** Its files. */
  readonly files: readonly string[];
}

/** Files of a folder with all below it, or one file, by their paths from `base`. */
function filesOf(base: string, path: string): readonly string[] {
  return Deno.statSync(join(base, path)).isFile
    ? [path]
    : [...Deno.readDirSync(join(base, path))].flatMap(({ name, isDirectory }) =>
      isDirectory
        ? filesOf(base, join(path, name))
        : [path === "." ? name : join(path, name)]
    );
}

/** What it would be made from now: Deno, and the times and sizes of all files. */
function sourcesNow(): string {
  const files = SOURCES.flatMap((path) => filesOf(ROOT, path)).toSorted();
  const lines = files.map((path) => {
    const { mtime, size } = Deno.statSync(join(ROOT, path));
    return `${path} ${mtime?.getTime()} ${size}`;
  });
  return [Deno.version.deno, ...lines].join("\n");
}

function lastBuild(): Built | undefined {
  try {
    return JSON.parse(Deno.readTextFileSync(join(DIST, STAMP)));
  } catch {
    return undefined;
  }
}

/** Specifiers of the import map that are modules of the program. */
const ownModules = Object.entries(config.imports)
  .filter(([, path]) => path.startsWith("./") && path.endsWith(".ts"));

const built = (path: string) => path.replace(/\.ts$/, ".js");

/** Bundles into a folder. @throws Error with what the bundler said */
async function bundle(folder: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(denoToStart(), {
    args: [
      "bundle",
      "--quiet",
      "--platform=deno",
      "--code-splitting",
      "--sourcemap=linked",
      ...SHARED.flatMap((name) => ["--external", name]),
      `--outdir=${folder}`,
      MAIN,
      ...ownModules.map(([, path]) => path),
    ],
    cwd: ROOT,
    stdin: "null",
    stdout: "null",
    signal: AbortSignal.timeout(PATIENCE),
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr).trim());
}

/** The line before a module's code, and what names the module in it; texts are left alone. */
const BEGINS = /^\/\/ (\S+\.[jt]s)$/;
const NAMES = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|import\.meta\.url/g;

/** Code in which each module has its own address. */
function withAddresses(code: string, up: string): string {
  let module = MAIN;
  return code.split("\n").map((line) => {
    module = BEGINS.exec(line)?.[1] ?? module;
    return line.replaceAll(
      NAMES,
      (found) =>
        found === "import.meta.url"
          ? `new URL("${up}${module}", import.meta.url).href`
          : found,
    );
  }).join("\n");
}

/** A map of lines in which each module has its own address. */
function withSources(text: string, file: string): string {
  const map: { readonly sources: readonly string[] } = JSON.parse(text);
  const folder = pathToFileURL(dirname(file));
  const sources = map.sources.map((source) => {
    const path = fileURLToPath(new URL(source, `${folder}/`));
    const own = relative(ROOT, path);
    return pathToFileURL(own.startsWith("..") ? path : join(DIST, own)).href;
  });
  return JSON.stringify({ ...map, sources });
}

/**
 * What Deno needs to know of the folder: as in the sources, but for the program's own modules. The lock file
 * did its work when packages were bundled.
 */
const distConfig = {
  unstable: config.unstable,
  lock: false,
  imports: {
    ...Object.fromEntries(
      Object.entries(config.imports).filter(([, path]) =>
        !path.startsWith("./")
      ),
    ),
    ...Object.fromEntries(
      ownModules.map(([name, path]) => [name, built(path)]),
    ),
  },
};

/** Makes a file of the bundle, or a file of a page, what it is to be. */
function finish(folder: string, path: string): void {
  const file = join(folder, path);
  const up = `${relative(dirname(path), ".") || "."}/`;
  const text = () => Deno.readTextFileSync(file);
  if (path.endsWith(".js")) {
    Deno.writeTextFileSync(file, withAddresses(text(), up));
  } else if (path.endsWith(".map")) {
    Deno.writeTextFileSync(file, withSources(text(), file));
  }
}

/** Files that plugins have beside their modules, such as their pages. */
function besides(): readonly string[] {
  return filesOf(ROOT, "plugins").filter((path) => !path.endsWith(".ts"));
}

/** Puts a file into its place, whole. */
function place(from: string, path: string): void {
  const to = join(DIST, path);
  Deno.mkdirSync(dirname(to), { recursive: true });
  Deno.renameSync(join(from, path), to);
}

/**
 * Builds. Files of the build before stay for programs that run from them; those of older ones go.
 * @throws Error with the reason when it cannot be built
 */
async function build(from: string): Promise<void> {
  Deno.mkdirSync(DIST, { recursive: true });
  const before = lastBuild()?.files ?? [];
  const folder = Deno.makeTempDirSync({ dir: DIST, prefix: ".new-" });
  try {
    await bundle(folder);
    const bundled = filesOf(folder, ".");
    for (const path of bundled) finish(folder, path);
    for (const path of besides()) {
      Deno.mkdirSync(join(folder, dirname(path)), { recursive: true });
      Deno.copyFileSync(join(ROOT, path), join(folder, path));
    }
    write(join(folder, "deno.json"), distConfig);
    const files = filesOf(folder, ".");
    write(join(folder, STAMP), { from, files });
    // Parts before the modules that load them, the stamp last.
    const isPart = (path: string) => /^[^/]*-[A-Z0-9]{8}\.js/.test(path);
    for (const path of files.filter(isPart)) place(folder, path);
    for (const path of files.filter((path) => !isPart(path))) {
      place(folder, path);
    }
    place(folder, STAMP);
    const kept = new Set([...before, ...files, STAMP]);
    for (const path of filesOf(DIST, ".")) {
      if (!kept.has(path) && !path.startsWith(".new-")) {
        Deno.removeSync(join(DIST, path));
      }
    }
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

function write(file: string, value: unknown): void {
  Deno.writeTextFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

/** Builds if need be; which file of the project to start. */
async function main(): Promise<string> {
  const from = sourcesNow();
  if (lastBuild()?.from !== from) await build(from);
  return `dist/${built(MAIN)}`;
}

if (import.meta.main) {
  try {
    console.log(await main());
  } catch (error) {
    console.error(
      `Not built, so the program runs from its modules and needs more memory: ${
        error instanceof Error ? error.message : error
      }`,
    );
    console.log(MAIN);
    Deno.exitCode = 1;
  }
}
