import { parseArgs } from "node:util";
import { UsageError } from "../usage_error.ts";
import type { Flag } from "./flag.ts";
import { FLAGS, type FlagValues } from "./table.ts";

/** Flags that try something out. */
const TRIALS = ["replay", "exec", "dump-metrics"] as const;

/**
 * Reads the command line; what is absent comes from the environment.
 * @param env gives a variable of the environment
 * @throws UsageError with one sentence for what is unknown or incomplete
 */
export function parseFlags(
  args: readonly string[],
  env: (name: string) => string | undefined,
): FlagValues {
  const given = parsed(args);
  checkDevices(given);
  const missing = Object.entries<Flag>(FLAGS).flatMap(([name, flag]) => {
    const value = flag.env === undefined || name in given
      ? undefined
      : env(flag.env);
    if (value === undefined || value === "") return [];
    const meant = flag.type === "boolean"
      ? value !== "0"
      : flag.multiple
      ? words(value)
      : value;
    return [[name, meant] as const];
  });
  return { ...given, ...Object.fromEntries(missing) };
}

/** What is tried out has no devices: a gateway's environment may name them, the command line may not. */
function checkDevices(given: FlagValues): void {
  const trial = TRIALS.find((name) => given[name] !== undefined);
  const device = Object.entries<Flag>(FLAGS).find(([name, { group }]) =>
    group === "hardware" && name !== "probe" && name in given
  );
  if (trial === undefined || device === undefined) return;
  throw new UsageError(
    `--${device[0]} is for a gateway, and --${trial} runs on ${
      trial === "replay" ? "a recording" : "the simulated car"
    }: give one of them`,
  );
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

function parsed(args: readonly string[]): FlagValues {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: FLAGS,
      allowPositionals: true,
    });
    return { ...values, ...targetOf(values.convert, positionals) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const sentence = error.message.split(/\.(?: |\n|$)|\n/, 1)[0] ?? "";
    const [, name] = /^Option '(--[\w-]+)'.* is ambiguous/.exec(sentence) ?? [];
    throw new UsageError(
      name === undefined
        ? `${sentence}: --help lists what there is`
        : `What follows ${name} begins with a dash and may be a flag: write ${name}=... where it is its value`,
    );
  }
}

/** The one word that is no flag: where --convert writes to. */
function targetOf(
  convert: string | undefined,
  [target, ...more]: readonly string[],
): { readonly target?: string } {
  const surplus = convert === undefined ? target : more[0];
  if (surplus !== undefined) {
    throw new UsageError(
      `Unexpected argument '${surplus}': --help lists what there is`,
    );
  }
  return target === undefined ? {} : { target };
}
