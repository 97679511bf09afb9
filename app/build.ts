/**
 * `deno task build`: bundles the program into `dist/`, so that it starts faster and needs less memory than
 * from its many modules.
 *
 * Prints which file `deno task start` is to run where there was no build yet: `start.ts` of the build, or
 * `main.ts` with a sentence where it cannot be built.
 */
import { join } from "node:path";
import { denoToStart } from "./deno.ts";
import { build } from "./fresh_build.ts";

/**
 * Starts the program once as the task does, on a store that is thrown away: Deno keeps what V8 compiled
 * then, and a start that has to compile by itself needs 9 MB more.
 */
async function startOnce(root: string): Promise<void> {
  const folder = Deno.makeTempDirSync({ dir: join(root, "dist") });
  const flags = ["--store", join(folder, "once.db"), "--http", "off"];
  try {
    await new Deno.Command(denoToStart(), {
      args: ["task", "--cwd", root, "start", ...flags, "--exec", "STAT?"],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).output();
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

const root = join(import.meta.dirname ?? ".", "..");
try {
  if (await build(root)) await startOnce(root);
  console.log("dist/start.js");
} catch (error) {
  const reason = error instanceof Error ? error.message : error;
  console.error(
    `Not built, so the program runs from its modules and needs more memory: ${reason}`,
  );
  console.log("main.ts");
  Deno.exitCode = 1;
}
