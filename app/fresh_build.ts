/**
 * A build that is of what is there now: looked at by each start, and built anew when something changed. What
 * builds is loaded only to build.
 */
import type { Built } from "./bundle.ts";
import { isMadeFrom } from "./sources.ts";

/** Written last: what it was made from, and which files are of it. */
const STAMP = "built.json";

/**
 * Builds a project into its folder `dist/` if the build there is not of what is there now.
 * @param root the project's folder
 * @returns whether it had to
 * @throws Error with the reason when it cannot be built
 */
export async function build(root: string): Promise<boolean> {
  const look = () => {
    const last = lastBuild(`${root}/dist/${STAMP}`);
    return { last, isFresh: last !== undefined && isMadeFrom(root, last.from) };
  };
  if (look().isFresh) return false;
  const { buildAnew } = await import("./bundle.ts");
  await buildAnew(root, { look, stamp: STAMP });
  return true;
}

function lastBuild(stamp: string): Built | undefined {
  try {
    return JSON.parse(Deno.readTextFileSync(stamp));
  } catch {
    return undefined;
  }
}
