/** Runs the program as a user does: as a process of its own, with the permissions of `deno task start`. */
import { fileURLToPath } from "node:url";

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
    /"command": "deno run (.*) \$\(deno run (.*)\)"/.exec(text) ?? [];
  if (flags === undefined || build === undefined) {
    throw new Error("deno.json has no task start");
  }
  return [flags, build];
}

let entry: string | undefined;

/** The program's file, built once if need be. */
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
  return ROOT + text(stdout);
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
    env: {
      XDG_STATE_HOME: `${folder}/state`,
      INIT_CWD: folder,
      // Tests run side by side, and its port can be had once.
      OVMS_EDGE_HTTP: "off",
      ...env,
    },
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
