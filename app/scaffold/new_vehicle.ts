/**
 * `deno task vehicle NAME [DIR] [--dbc FILE]`: writes a vehicle type with its test: from a DBC file, or
 * one to begin with.
 * @module
 */
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { vehicles } from "../../plugins/mod.ts";
import { dbc } from "../../runtime/dbc/mod.ts";
import { namesOf } from "./dbc_signals.ts";
import { oneLine, rivalTexts, testText, vehicleText } from "./dbc_template.ts";
import { type NewFile, writeNew } from "./new_plugin.ts";
import { ownConfig, taskIn } from "./own_config.ts";
import { fileTrouble, UsageError } from "../usage_error.ts";
import { vehicleModule, vehiclePage, vehicleTest } from "./vehicle_template.ts";

const USAGE = "Usage: deno task vehicle NAME [DIR] [--dbc FILE]";
/** More signals have no room among the metrics. */
const MOST = 3000;

/** What is written, and what could not be. */
export interface NewVehicle {
  readonly files: readonly NewFile[];
  readonly type: string;
  /** Sentences about signals that are left out. */
  readonly problems: readonly string[];
  /** Sentences about what the author has to choose. */
  readonly choices: readonly string[];
}

/** Refuses a name that cannot be one of a folder and of plugins. */
function checkName(name: string): void {
  if (/^[a-z][a-z0-9-]{0,23}$/.test(name)) return;
  throw new UsageError(
    `"${name}" is no name of a vehicle: expected at most 24 lower case letters, digits and -`,
  );
}

/**
 * The files of a vehicle to begin with.
 * @param folder that gets the vehicle's folder
 * @param root the repository
 * @throws UsageError with one sentence when the name cannot be used
 */
export function firstVehicle(
  name: string,
  folder: string,
  root: string,
): NewVehicle {
  checkName(name);
  const own = join(folder, name), type = typeOf(name);
  return {
    type,
    problems: [],
    choices: [],
    files: [
      [join(own, "mod.ts"), vehicleModule(name, type)],
      [join(own, "mod_test.ts"), vehicleTest(name)],
      [join(own, "page", "energy.js"), vehiclePage()],
      [join(own, "deno.json"), ownConfig(root)],
    ],
  };
}

/**
 * The files of a vehicle whose frames are known.
 * @param file content of the DBC file
 * @param folder that gets the vehicle's folder
 * @param root the repository
 * @throws UsageError with one sentence when the name or the file cannot be used
 */
export function newVehicle(
  name: string,
  file: Uint8Array,
  folder: string,
  root: string,
): NewVehicle {
  checkName(name);
  const { messages, problems } = dbc(file), type = typeOf(name);
  const signals = namesOf(messages, type);
  if (signals.length === 0) {
    throw new UsageError("The DBC file has no signals that can be read");
  }
  const taken = signals.slice(0, MOST), left = signals.slice(MOST);
  const told = [
    ...problems,
    ...left.map(({ message, signal }) =>
      `${message.name}.${signal.name}: there is room for ${MOST} signals only`
    ),
  ];
  const own = join(folder, name);
  return {
    type,
    problems: told,
    choices: rivalTexts(taken),
    files: [
      [join(own, "mod.ts"), vehicleText(name, type, taken, told)],
      [join(own, "mod_test.ts"), testText(type)],
      [join(own, "deno.json"), ownConfig(root)],
    ],
  };
}

/** Two letters that no vehicle has. */
function typeOf(name: string): string {
  const letters = name.toUpperCase().replaceAll(/[^A-Z]/g, "").padEnd(2, "X");
  const known = new Set(vehicles.map(({ type }) => type));
  const second = [...letters.slice(1), ..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  for (const letter of second) {
    const type = `${letters[0]}${letter}`;
    if (!known.has(type)) return type;
  }
  throw new UsageError(
    `All types that begin with ${
      letters[0]
    } are taken: give it a name that begins with another letter`,
  );
}

async function main(args: readonly string[], here: string): Promise<void> {
  const { values, positionals } = parse(args);
  const [name, folder, surplus] = positionals;
  if (name === undefined || surplus !== undefined) {
    throw new UsageError(USAGE);
  }
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const into = resolve(here, folder ?? ".");
  const made = values.dbc === undefined
    ? firstVehicle(name, into, root)
    : newVehicle(name, await read(resolve(here, values.dbc)), into, root);
  writeNew(made.files);
  const paths = made.files.map(([path]) => path);
  await new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--quiet", ...paths],
  }).output();
  const [first = ""] = paths, own = relative(here, join(first, ".."));
  console.log([
    ...paths.map((path) => `Written:  ${relative(here, path)}`),
    ...made.problems.map((text) => `Left out: ${oneLine(text)}`),
    ...made.choices.map((text) => `Choose:   ${text}`),
    `Test:     cd ${own} && deno test`,
    `Run:      ${
      taskIn(here, root)
    } start --plugin ${own} --vehicle ${made.type}`,
  ].join("\n"));
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${fileTrouble(error)}`);
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { dbc: { type: "string" } },
      allowPositionals: true,
    });
  } catch {
    throw new UsageError(USAGE);
  }
}

if (import.meta.main) {
  try {
    await main(Deno.args, Deno.env.get("INIT_CWD") ?? Deno.cwd());
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    Deno.exit(2);
  }
}
