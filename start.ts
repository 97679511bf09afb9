/**
 * What `deno task start` runs of a build: the program, after a look whether it is of what is there now. The
 * same process looks and runs: another one would be a seventh of the time of a start.
 */
import { build } from "./app/fresh_build.ts";

try {
  await build(`${import.meta.dirname}/..`);
} catch (error) {
  const reason = error instanceof Error ? error.message : error;
  console.error(
    `Not built anew, so the program runs as it was before the last changes: ${reason}`,
  );
}
// Not sooner: a new build has other parts
const { main } = await import("./main.ts");
Deno.exit(await main(Deno.args, (name) => Deno.env.get(name)));
