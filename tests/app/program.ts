/**
 * Runs the program as a user does: as a process of its own, with the permissions of `deno task start`, or,
 * where that process is not the point, as a call.
 */
import { fileURLToPath, pathToFileURL } from "node:url";
import { runPluginsBy } from "../../app/isolation/process.ts";
import { isConfinable } from "../../hal/linux/mod.ts";
import { main } from "../../main.ts";

// The C library stays loaded, which is no leak of a test.
isConfinable();

/** The project's folder. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What a run left behind. */
export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the task `start` gives `deno run`, so that a permission that is missing there fails here. */
function startFlags(): readonly string[] {
  const [flags] = startTask();
  return [...flags.replaceAll("'", "").split(" "), built()];
}

/** Flags of the task `start`, and what it runs to build the program. */
function startTask(): readonly [flags: string, build: string] {
  const text = Deno.readTextFileSync(`${ROOT}deno.json`);
  const [, flags, build] =
    /"command": ".*?deno run (.*) \$\(cat .* \|\| deno run (.*)\)"/.exec(
      text,
    ) ??
      [];
  if (flags === undefined || build === undefined) {
    throw new Error("deno.json has no task start");
  }
  return [flags, build];
}

let entry: string | undefined;

/**
 * The program's file, built once if need be: not the one that looks whether it is still of what is there,
 * which is what a test of that starts.
 */
export function built(): string {
  return entry ??= buildNow();
}

function buildNow(): string {
  const [, build] = startTask();
  const { success, stdout, stderr } = new Deno.Command(Deno.execPath(), {
    args: ["run", ...build.split(" ")],
    cwd: ROOT,
  }).outputSync();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  if (!success) throw new Error(text(stderr));
  return ROOT + text(stdout).replace("start.js", "main.js");
}

/** Starts the program. */
export function start(
  args: readonly string[],
  folder: string,
  stdin: "piped" | "null" = "null",
  env: Readonly<Record<string, string>> = {},
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", ...startFlags(), ...args],
    cwd: folder,
    env: { ...surroundings(folder), ...env },
    stdin,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/**
 * Runs the program to its end.
 * @param folder where the user stands; what is kept goes there, too
 * @param typed lines on standard input; without them there is none
 */
export async function run(
  args: readonly string[],
  folder: string,
  typed?: string,
  env?: Readonly<Record<string, string>>,
): Promise<Finished> {
  const stdin = typed === undefined ? "null" : "piped";
  const child = start(args, folder, stdin, env);
  if (typed !== undefined) {
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(typed));
    await writer.close();
  }
  return finished(await child.output());
}

/** Plugins' processes are those of the build, as in the program itself: a third less work for each. */
function runBuiltPlugins(): void {
  const start = pathToFileURL(built());
  if (!start.pathname.endsWith("/dist/main.js")) return;
  const at = (path: string) => new URL(path, start);
  runPluginsBy({
    child: at("app/isolation/child.js").href,
    withCars: at("app/isolation/child_with_cars.js").href,
    config: fileURLToPath(at("deno.json")),
  });
}

/** What runs as a call has this process's output for itself, one after the other. */
let calls: Promise<unknown> = Promise.resolve();

/**
 * The same within this process: for the many questions whose answer is not in what a process is, and
 * which would each cost a start. Without standard input; what is imported once stays imported.
 */
export function ask(
  args: readonly string[],
  folder: string,
): Promise<Finished> {
  const call = calls.then(() => called(args, folder));
  calls = call.catch(() => {});
  return call;
}

async function called(
  args: readonly string[],
  folder: string,
): Promise<Finished> {
  runBuiltPlugins();
  const env: Readonly<Record<string, string>> = surroundings(folder);
  const said = { stdout: "", stderr: "" }, decoder = new TextDecoder();
  const { log, error } = console;
  const writers = [Deno.stdout, Deno.stderr].map((file) => file.writeSync);
  const line = (to: keyof typeof said) => (text: unknown) => {
    said[to] += `${text}\n`;
  };
  const bytes = (to: keyof typeof said) => (piece: Uint8Array) => {
    said[to] += decoder.decode(piece);
    return piece.length;
  };
  Object.assign(console, { log: line("stdout"), error: line("stderr") });
  Object.assign(Deno.stdout, { writeSync: bytes("stdout") });
  Object.assign(Deno.stderr, { writeSync: bytes("stderr") });
  try {
    return { code: await main(args, (name) => env[name]), ...said };
  } finally {
    Object.assign(console, { log, error });
    for (const [n, file] of [Deno.stdout, Deno.stderr].entries()) {
      Object.assign(file, { writeSync: writers[n] });
    }
  }
}

/** The environment of a user in a folder, which gets what is kept. */
function surroundings(folder: string) {
  return {
    XDG_STATE_HOME: `${folder}/state`,
    INIT_CWD: folder,
    // Tests run side by side, and its port can be had once.
    OVMS_EDGE_HTTP: "off",
  };
}

/** The end of a program. */
export function finished(
  { code, stdout, stderr }: Deno.CommandOutput,
): Finished {
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Runs a test in a folder of its own. */
export async function inFolder(
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "ovms_edge_" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
