/**
 * A build that is of what is there now: looked at by each start, and built anew when something changed. What
 * builds is loaded only to build.
 */
import { isMadeFrom, sourcesOf } from "./sources.ts";

/** A finished build. */
interface Built {
  /** What it was made from, as `sourcesOf` tells. */
  readonly from: readonly string[];
  /** Its files. */
  readonly files: readonly string[];
}

/** Written last: what it was made from, and which files are of it. */
const STAMP = "built.json";

/**
 * Builds a project into its folder `dist/` if the build there is not of what is there now.
 * @param root the project's folder
 * @throws Error with the reason when it cannot be built
 */
export async function build(root: string): Promise<void> {
  const last = lastBuild(`${root}/dist/${STAMP}`);
  if (last && isMadeFrom(root, last.from)) return;
  const from = sourcesOf(root);
  const { buildAnew } = await import("./bundle.ts");
  await buildAnew(root, { from, before: last?.files ?? [], stamp: STAMP });
}

function lastBuild(stamp: string): Built | undefined {
  try {
    return JSON.parse(Deno.readTextFileSync(stamp));
  } catch {
    return undefined;
  }
}
