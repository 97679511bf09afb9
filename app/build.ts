/**
 * The program in one folder: `deno task build` bundles it into `dist/`, so that it starts faster and needs
 * less memory than from its many modules. What is there is built anew when something changed.
 *
 * Prints which file to start: `dist/main.js`, or `main.ts` with a sentence where it cannot be built; so
 * `deno task start` finds it. Each start waits for this look, so that what builds is loaded only to build.
 */
import { sourcesOf } from "./sources.ts";

/** A finished build. */
interface Built {
  /** What it was made from. */
  readonly from: string;
  /** Its files. */
  readonly files: readonly string[];
}

/** Written last: what it was made from, and which files are of it. */
const STAMP = "built.json";

/**
 * Builds a project if its build is not of what is there now.
 * @param root the project's folder
 * @returns the file to start, from that folder
 * @throws Error with the reason when it cannot be built
 */
export async function build(root: string): Promise<string> {
  const from = sourcesOf(root), last = lastBuild(`${root}/dist/${STAMP}`);
  if (last?.from !== from) {
    const { buildAnew } = await import("./bundle.ts");
    await buildAnew(root, { from, before: last?.files ?? [], stamp: STAMP });
  }
  return "dist/main.js";
}

function lastBuild(stamp: string): Built | undefined {
  try {
    return JSON.parse(Deno.readTextFileSync(stamp));
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  try {
    console.log(await build(`${import.meta.dirname}/..`));
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    console.error(
      `Not built, so the program runs from its modules and needs more memory: ${reason}`,
    );
    console.log("main.ts");
    Deno.exitCode = 1;
  }
}
