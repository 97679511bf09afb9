/** Packages from the npm registry: fetched once, by their exact version, and held to their digest. */
import * as v from "valibot";
import { reasonOf, UsageError } from "../usage_error.ts";
import { denoToStart } from "../deno.ts";

const lock = v.object({
  specifiers: v.record(v.string(), v.string()),
  npm: v.record(v.string(), v.object({ integrity: v.string() })),
});

/** A package as it was fetched. */
export interface Package {
  /** With its exact version, such as `npm:name@1.2.3`. */
  readonly specifier: string;
  readonly integrity: string;
}

/**
 * Fetches a package and all that it needs; afterwards no network is needed.
 * @param file gets the digests of all of it
 * @throws UsageError with one sentence when it cannot be had
 */
export async function fetchPackage(
  specifier: string,
  file: string,
): Promise<Package> {
  const first = await cached(specifier, file);
  const exact = `npm:${nameOf(specifier)}@${first.version}`;
  if (exact === specifier) return { specifier, integrity: first.integrity };
  Deno.removeSync(file);
  const { integrity } = await cached(exact, file);
  return { specifier: exact, integrity };
}

async function cached(specifier: string, file: string) {
  const { success, stderr } = await new Deno.Command(denoToStart(), {
    args: ["cache", "--quiet", "--no-config", `--lock=${file}`, specifier],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
    env: { NO_COLOR: "1" },
  }).output();
  if (!success) {
    const why = new TextDecoder().decode(stderr).replace(/^error: /, "");
    throw new UsageError(
      `${specifier} cannot be fetched: ${reasonOf(new Error(why.trim()))}`,
    );
  }
  const { specifiers, npm } = v.parse(
    lock,
    JSON.parse(Deno.readTextFileSync(file)),
  );
  const wanted = specifier.includes("@", 5) ? specifier : `${specifier}@*`;
  const version = specifiers[wanted]?.split("_", 1)[0] ?? "";
  const name = nameOf(specifier);
  const integrity = npm[`${name}@${specifiers[wanted]}`]?.integrity;
  if (version === "" || integrity === undefined) {
    throw new UsageError(`${specifier} cannot be fetched: it has no version`);
  }
  return { version, integrity };
}

/** Name of a package without its version; a scope begins with an at sign. */
function nameOf(specifier: string): string {
  return /^npm:(@?[^@]+)/.exec(specifier)?.[1] ?? specifier;
}
