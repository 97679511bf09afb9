/** The `deno.json` of a folder outside of the repository that `deno task plugin` or `vehicle` writes. */
import { join, relative } from "node:path";
import repository from "../../deno.json" with { type: "json" };

/**
 * How tasks of the repository are called from a folder.
 * @param here the folder
 * @param root the repository
 */
export function taskIn(here: string, root: string): string {
  return relative(root, here).startsWith("..")
    ? `deno task --config ${join(root, "deno.json")}`
    : "deno task";
}

/**
 * Its text: the repository's import map, so that its specifiers work, and the repository's strictness,
 * so that `deno check` finds there what it would find here. Packages of its own are imported as
 * `npm:name@1`, since Deno adds none to a folder with the import map of another one.
 * @param root the repository
 */
export function ownConfig(root: string): string {
  const config = {
    importMap: join(root, "deno.json"),
    compilerOptions: repository.compilerOptions,
    lint: { rules: { exclude: ["no-import-prefix"] } },
    tasks: { check: "deno check && deno lint", test: "deno test" },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
