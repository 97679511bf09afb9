import { deniedText } from "./denied.ts";
import type { Plugin } from "./plugin.ts";
import { lookedAt } from "./looked_at.ts";
import { pluginFrom, vehicleFrom } from "./shape.ts";
import type { Vehicle } from "./vehicle.ts";

/** Plugins and vehicles of one module at most. */
const MOST_PARTS = 100;

/** What a module from outside brings. */
export interface Parts {
  readonly plugins: readonly Plugin[];
  readonly vehicles: readonly Vehicle[];
  /** What is wrong with those parts that cannot be used, a sentence each. */
  readonly wrong: readonly string[];
}

/**
 * Loads a module from outside the repository: its default export is a plugin, made with
 * `definePlugin` or as a plain object, a vehicle, or a list of them.
 * @param specifier a file URL or a package specifier
 * @param name how the user named it, for errors
 * @param changed what it did to what others share, asked before anything else; undefined: nothing
 * @returns what can be used; whatever goes wrong is a sentence
 */
export async function loadParts(
  specifier: string,
  name: string,
  changed: () => string | undefined = () => undefined,
): Promise<Parts> {
  const refused = (why: string): Parts => {
    const sentence = `Plugin ${name} cannot be loaded: ${why}`;
    return { plugins: [], vehicles: [], wrong: [sentence] };
  };
  let module: { readonly default?: unknown };
  try {
    module = await import(specifier);
  } catch (error) {
    changed();
    return refused(reasonOf(error));
  }
  const what = changed();
  return what === undefined
    ? partsFrom(module.default, `Plugin ${name}`)
    : refused(
      `it changes ${what}, which all of the program uses: write a function of its own for that`,
    );
}

/** Anything may be thrown, also what has no text. */
function reasonOf(error: unknown): string {
  try {
    return error instanceof Error
      ? `${readable(error.message.split("\n", 1)[0] ?? "")}${
        placeOf(error.message)
      }`
      : `it threw ${error}`;
  } catch {
    return "it threw what has no text";
  }
}

/** Where a module is wrong: Deno says it below the sentence and a drawing of the line. */
function placeOf(message: string): string {
  const place = /^SyntaxError: .*\n +at (\S+:\d+:\d+)$/s.exec(message)?.[1];
  return place === undefined ? "" : ` at ${place}`;
}

/** Deno's advice to add a flag or a dependency is not for who wrote a plugin. */
function readable(message: string): string {
  const wanted = deniedText(message);
  const [, name] = /^Import "([^"]+)" not a dependency/.exec(wanted) ?? [];
  return name === undefined ? wanted : `${wanted}: ${importable(name)}`;
}

/** What can be imported instead of a bare name that nothing stands for. */
function importable(name: string): string {
  const [packageName = name] = /^(@[^/]+\/)?[^/]+/.exec(name) ?? [];
  return packageName === "ovms-edge"
    ? "a plugin imports ovms-edge and ovms-edge/car, its test ovms-edge/testing"
    : `a package of npm is imported as npm:${packageName}@VERSION`;
}

function partsFrom(value: unknown, where: string): Parts {
  let list: readonly unknown[];
  try {
    list = lookedAt(where, () => {
      const count = Array.isArray(value) ? value.length : 1;
      return count > MOST_PARTS
        ? []
        : Array.isArray(value)
        ? [...value]
        : [value];
    });
  } catch (error) {
    return { plugins: [], vehicles: [], wrong: [reasonOf(error)] };
  }
  if (list.length === 0) {
    const sentence =
      `${where}: its default export is a list of none or too many: expected 1 to ${MOST_PARTS} plugins and vehicles`;
    return { plugins: [], vehicles: [], wrong: [sentence] };
  }
  const place = (i: number) =>
    list.length > 1 ? `${where}, part ${i + 1}` : where;
  const plugins: Plugin[] = [], vehicles: Vehicle[] = [];
  const wrong: string[] = [];
  list.forEach((part, i) => {
    try {
      if (lookedAt(place(i), () => isVehicle(part))) {
        vehicles.push(vehicleFrom(part, place(i)));
      } else plugins.push(pluginFrom(part, place(i)));
    } catch (error) {
      // A part may be anything, also what throws when it is looked at.
      wrong.push(
        error instanceof TypeError ? error.message : `${place(i)}: ${error}`,
      );
    }
  });
  return { plugins, vehicles, wrong };
}

/** A vehicle has a type and plugins, where a plugin has an id. */
function isVehicle(value: unknown): boolean {
  return typeof value === "object" && value !== null &&
    ("plugins" in value || "type" in value);
}
