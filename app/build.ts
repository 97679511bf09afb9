/**
 * `deno task build`: bundles the program into `dist/`, so that it starts faster and needs less memory than
 * from its many modules.
 *
 * Prints which file `deno task start` is to run where there was no build yet: `start.ts` of the build, or
 * `main.ts` with a sentence where it cannot be built.
 */
import { build } from "./fresh_build.ts";

try {
  await build(`${import.meta.dirname}/..`);
  console.log("dist/start.js");
} catch (error) {
  const reason = error instanceof Error ? error.message : error;
  console.error(
    `Not built, so the program runs from its modules and needs more memory: ${reason}`,
  );
  console.log("main.ts");
  Deno.exitCode = 1;
}
