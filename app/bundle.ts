/**
 * Builds the program into one folder.
 *
 * Each module finds itself, the files beside it, and its lines in a stack under the path that it has in
 * the sources, with `dist/` in front: `dist/` needs nothing outside of itself.
 */
import {
  decode,
  encode,
  type SourceMapSegment,
} from "@jridgewell/sourcemap-codec";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { denoToStart } from "./deno.ts";
import { filesOf, sourcesOf, unlessGone } from "./sources.ts";

const MAIN = "main.ts", START = "start.ts";
/** Names the file that starts what was built, for the task `start`. */
const ENTRY = "entry";
/** Modules that plugins from outside share with the program's own, by their names in the import map. */
const SHARED = /^ovms-edge\b/;
/** A part of the bundle that several modules share: its name has its content in it. */
const PART = /^[^/]*-[A-Z0-9]{8}\.js/;
/** Folders of builds that are not done. */
const UNFINISHED = ".new-";
/** Held by the one that builds. */
const TURN = "turn.lock";
/** Longest time for it, ms; the bundler is fetched the first time. */
const PATIENCE = 180_000;

/** What is read of a `deno.json`. */
interface Config {
  readonly unstable?: readonly string[];
  readonly imports: Readonly<Record<string, string>>;
}

/** A finished build. */
export interface Built {
  /** What it was made from, as `sourcesOf` tells. */
  readonly from: readonly string[];
  /** Its files. */
  readonly files: readonly string[];
}

/** What is built, beside the project's folder. */
interface Order {
  /** Looks at the build that is there. */
  readonly look: () => {
    readonly last: Built | undefined;
    /** It is of what is there now. */
    readonly isFresh: boolean;
  };
  /** Name of the file that says what it was made from, written last. */
  readonly stamp: string;
}

/**
 * Builds a project. Of several that begin at the same time one builds, and the others have what it built.
 * @throws Error with the reason when it cannot be built
 */
export async function buildAnew(
  root: string,
  { look, stamp }: Order,
): Promise<void> {
  const dist = join(root, "dist");
  Deno.mkdirSync(dist, { recursive: true });
  // Whoever ends, ends its turn.
  using turn = Deno.openSync(join(dist, TURN), { write: true, create: true });
  await turn.lock(true);
  const { last, isFresh } = look();
  if (isFresh) return;
  const from = sourcesOf(root);
  const folder = Deno.makeTempDirSync({ dir: dist, prefix: UNFINISHED });
  try {
    await write(folder, root);
    const files = filesOf(folder, ".");
    writeJson(join(folder, stamp), { from, files });
    Deno.writeTextFileSync(join(folder, ENTRY), `dist/${built(START)}\n`);
    place(folder, dist, [...files, stamp, ENTRY]);
    sweep(dist, [...last?.files ?? [], ...files, stamp, ENTRY, TURN]);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

const built = (path: string) => path.replace(/\.ts$/, ".js");

/** Writes all files of a build into a folder. */
async function write(folder: string, root: string): Promise<void> {
  const config: Config = JSON.parse(
    Deno.readTextFileSync(join(root, "deno.json")),
  );
  const own = Object.entries(config.imports)
    .filter(([, path]) => path.startsWith("./") && path.endsWith(".ts"));
  await bundle(folder, root, own);
  for (const path of filesOf(folder, ".")) finish(folder, path, root);
  // What plugins have beside their modules, such as their pages.
  for (const path of filesOf(root, "plugins")) {
    if (path.endsWith(".ts")) continue;
    Deno.mkdirSync(join(folder, dirname(path)), { recursive: true });
    Deno.copyFileSync(join(root, path), join(folder, path));
  }
  writeJson(join(folder, "deno.json"), configOf(config, own));
}

/** What Deno needs to know of the folder; the lock file did its work when packages were bundled. */
function configOf(
  { imports, unstable = [] }: Config,
  own: readonly (readonly [string, string])[],
) {
  const packages = Object.entries(imports)
    .filter(([, path]) => !path.startsWith("./"));
  const modules = own.map(([name, path]) => [name, built(path)]);
  return {
    unstable,
    lock: false,
    imports: Object.fromEntries([...packages, ...modules]),
  };
}

/** Bundles into a folder. @throws Error with what the bundler said */
async function bundle(
  folder: string,
  root: string,
  own: readonly (readonly [string, string])[],
): Promise<void> {
  const { success, stderr } = await new Deno.Command(denoToStart(), {
    args: [
      "bundle",
      "--quiet",
      "--platform=deno",
      "--code-splitting",
      "--sourcemap=linked",
      "--minify",
      ...own.flatMap(([name]) =>
        SHARED.test(name) ? [`--external=${name}`] : []
      ),
      `--outdir=${folder}`,
      MAIN,
      START,
      ...own.map(([, path]) => path),
    ],
    cwd: root,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
    signal: AbortSignal.timeout(PATIENCE),
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr).trim());
}

/** What is read of a map of lines. */
interface LineMap {
  readonly sources: readonly string[];
  readonly mappings: string;
}

/** Makes a file of the bundle, with its map of lines, what it is to be. */
function finish(folder: string, path: string, root: string): void {
  const file = join(folder, path);
  if (!path.endsWith(".js")) return;
  const map: LineMap = JSON.parse(Deno.readTextFileSync(`${file}.map`));
  const modules = map.sources.map((source) =>
    relative(root, fileURLToPath(new URL(source, pathToFileURL(file))))
  );
  const up = `${relative(dirname(path), ".") || "."}/`;
  const code = Deno.readTextFileSync(file);
  Deno.writeTextFileSync(
    file,
    withAddresses(code, { ...map, sources: modules }, up),
  );
  // Each module has its own address; texts of the sources, which are most of a map, are left out.
  const sources = modules.map((module) =>
    pathToFileURL(
      module.startsWith("..") ? join(root, module) : join(root, "dist", module),
    ).href
  );
  writeJson(`${file}.map`, {
    ...map,
    sources,
    mappings: withoutForeign(
      map.mappings,
      modules.map((module) => module.startsWith("..")),
    ),
    sourcesContent: undefined,
  });
}

/**
 * A map of lines in which libraries have no places: as soon as an error arises in a file Deno keeps its whole
 * map in the memory, and nobody looks for a line of theirs.
 * @param isForeign whether a source is a library's, by its number
 */
export function withoutForeign(
  mappings: string,
  isForeign: readonly boolean[],
): string {
  return encode(
    decode(mappings).map((line) => {
      const kept: SourceMapSegment[] = [];
      for (const place of line) {
        const [column, source] = place;
        const isOwn = source !== undefined && isForeign[source] !== true;
        if (isOwn) kept.push(place);
        // Else the place before would stand for all that follows it.
        else if (kept.at(-1)?.length !== 1) kept.push([column]);
      }
      return kept;
    }),
  );
}

/** In quotes: a program that was built builds as well, so that this file is in a bundle itself. */
const ADDRESS = "import.meta.url";

/**
 * Code of a bundle in which each module has its own address. What stands behind an address stays where it
 * is, as the map of lines has it.
 * @param map of it; sources by their paths from the project's folder
 * @param up the way from the file to the folder of the build, such as `../`
 */
export function withAddresses(
  code: string,
  { sources, mappings }: LineMap,
  up: string,
): string {
  const places = decode(mappings), made: string[] = [];
  const lines = code.split("\n").map((line, row) =>
    line.replaceAll(ADDRESS, (found, column: number) => {
      // In a text it begins nothing that the map knows.
      const place = places[row]?.find(([begin]) => begin === column);
      const module = sources[place?.[1] ?? -1];
      if (module === undefined) return found;
      const name = `__address${made.length}`;
      made.push(
        `function ${name}(){return new URL("${up}${module}",${ADDRESS}).href}`,
      );
      return `${name}()`.padEnd(ADDRESS.length);
    })
  );
  // The name of the map stays the last line.
  const end = lines.findLastIndex((line) => line.startsWith("//# "));
  return lines.toSpliced(end < 0 ? lines.length : end, 0, ...made).join("\n");
}

/** Puts files into their places, whole: parts before the modules that load them, in their order. */
function place(folder: string, dist: string, files: readonly string[]): void {
  const isPart = (path: string) => PART.test(path);
  const ordered = [
    ...files.filter(isPart),
    ...files.filter((path) => !isPart(path)),
  ];
  for (const path of ordered) {
    Deno.mkdirSync(dirname(join(dist, path)), { recursive: true });
    Deno.renameSync(join(folder, path), join(dist, path));
  }
}

/**
 * Removes files of older builds: those of the one before are of programs that may still run. Another build
 * of the same may do the same now.
 */
function sweep(dist: string, kept: readonly string[]): void {
  const keeps = new Set(kept);
  const files = [...Deno.readDirSync(dist)]
    .filter(({ name }) => !name.startsWith(UNFINISHED))
    .flatMap(({ name }) => filesOf(dist, name));
  for (const path of files) {
    if (!keeps.has(path)) unlessGone(() => Deno.removeSync(join(dist, path)));
  }
}

function writeJson(file: string, value: unknown): void {
  Deno.writeTextFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}
