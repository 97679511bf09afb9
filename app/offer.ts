/** Plugins and vehicle types that a run of the program has to choose from: its own, and those from outside. */
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { common, vehicles } from "../plugins/mod.ts";
import { Registry } from "../runtime/commands/registry.ts";
import { loadParts } from "../runtime/contract/loader.ts";
import type { Plugin } from "../runtime/contract/plugin.ts";
import type { Vehicle } from "../runtime/contract/vehicle.ts";
import type { Module, Outside } from "./isolation/types.ts";
import { fileTrouble, reasonOf, UsageError } from "./usage_error.ts";

/** What there is. */
export interface Offer {
  /** Plugins that every vehicle has. */
  readonly common: readonly Plugin[];
  /** The first is what a new store is for. */
  readonly vehicles: readonly Vehicle[];
  /** Plugins from outside, which run beside any vehicle's. */
  readonly extra: readonly Plugin[];
  /** Whether plugins from outside were left out, as the program ended badly or somebody wanted it. */
  readonly safe?: boolean;
  /** Sentences about what was left out while loading. */
  readonly leftOut?: readonly string[];
  /** Those of them that run in processes of their own. */
  readonly outside?: Outside;
}

/** What the program comes with. */
export const ownOffer: Offer = { common, vehicles, extra: [] };

/** Where plugins from outside are. */
export interface Places {
  /** Files, folders with a `mod.ts`, or packages (`npm:name@1`). */
  readonly paths: readonly string[];
  /** The same for those that run inside the program, with its rights. */
  readonly trusted?: readonly string[];
  /** Folder of which every file and every folder with a `mod.ts` is one. */
  readonly all: string | undefined;
  /** Whether the user named that folder, so that it has to be there. */
  readonly named?: boolean;
  /** Whether plugins without rights share one process. */
  readonly together?: boolean;
  /** Leaves plugins out, whatever they are; vehicle types are loaded. */
  readonly safe?: boolean;
  /** The store whose installed plugins are loaded as well. */
  readonly store?: string;
}

/**
 * Loads the plugins and vehicle types from outside: what is trusted and vehicle types inside the
 * program, other plugins in processes of their own.
 * @param folder from which paths count
 * @throws UsageError with one sentence when one cannot be used
 */
export async function loadOffer(
  {
    paths,
    trusted = [],
    all,
    named = false,
    store,
    safe = false,
    together = false,
  }: Places,
  folder: string,
): Promise<Offer> {
  const found = all === undefined ? [] : inFolder(resolve(folder, all), named);
  // What it is, a process of its own can tell without harm.
  const isTrusted = new Set(
    safe ? [] : trusted.map((path) => specifierOf(path, folder)),
  );
  const installed = await installedOf(store);
  const modules = unique([...found, ...paths, ...trusted], folder);
  const own = modules.filter(({ specifier }) => isTrusted.has(specifier));
  const foreign = [
    ...installed.modules,
    ...modules.filter((module) => !own.includes(module)),
  ];
  const opened = foreign.length === 0
    ? undefined
    : await open(foreign, together);
  if (safe) await opened?.outside.close();
  const extra = opened?.outside.plugins.length && !safe
    ? [...opened.outside.plugins, opened.outside.verbs]
    : [];
  const types = [...vehicles];
  try {
    for (const module of [...own, ...opened?.inside ?? []]) {
      const parts = await loadOne(module);
      if (!safe) extra.push(...parts.plugins);
      for (const vehicle of parts.vehicles) {
        types.push(unlikeOthers(vehicle, types));
      }
    }
  } catch (error) {
    await opened?.outside.close();
    throw error;
  }
  return {
    common,
    vehicles: types,
    extra,
    ...opened && !safe && { outside: opened.outside },
    safe: safe && foreign.length > 0,
    leftOut: installed.leftOut,
  };
}

/** Whether there may be anything from outside. */
export function hasOutside(
  { paths, trusted = [], all, store }: Places,
  folder: string,
): boolean {
  return paths.length + trusted.length > 0 ||
    all !== undefined && exists(resolve(folder, all), "isDirectory") ||
    store !== undefined && exists(`${store}.plugins`, "isDirectory");
}

/** What is installed in a store. Where nothing ever was, nothing is loaded to find that out. */
async function installedOf(store: string | undefined) {
  if (store === undefined || !exists(`${store}.plugins`, "isDirectory")) {
    return { modules: [], leftOut: [] };
  }
  const { installedIn } = await import("./isolation/installed.ts");
  return installedIn(store);
}

/** What it takes is loaded only where there is a plugin from outside. */
async function open(modules: readonly Module[], together: boolean) {
  const { openOutside } = await import("./isolation/outside.ts");
  return await openOutside(modules, {}, together);
}

/** Modules by their specifiers, each once. */
function unique(paths: readonly string[], folder: string): readonly Module[] {
  const modules = new Map(paths.map((name) => {
    const specifier = specifierOf(name, folder);
    return [specifier, { name, specifier }];
  }));
  return [...modules.values()];
}

function unlikeOthers(vehicle: Vehicle, others: readonly Vehicle[]): Vehicle {
  const same = others.find(({ type }) => type === vehicle.type);
  if (!same) return vehicle;
  throw new UsageError(
    `The vehicle types ${same.name} and ${vehicle.name} are both ${vehicle.type}: give one of them other letters`,
  );
}

async function loadOne({ specifier, name }: Module) {
  try {
    return await loadParts(specifier, name);
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(reasonOf(error)) : error;
  }
}

function specifierOf(path: string, folder: string): string {
  if (path.startsWith("npm:")) return path;
  const file = resolve(folder, path);
  try {
    const isFolder = Deno.statSync(file).isDirectory;
    return pathToFileURL(isFolder ? `${file}/mod.ts` : file).href;
  } catch (error) {
    throw new UsageError(
      `Plugin ${path} cannot be loaded: ${fileTrouble(error)}`,
    );
  }
}

/** The plugins of a folder in order of their names; tests beside them are none. */
function inFolder(folder: string, named: boolean): readonly string[] {
  try {
    return [...Deno.readDirSync(folder)]
      .filter(({ name, isDirectory }) =>
        isDirectory
          ? exists(join(folder, name, "mod.ts"))
          : /\.[jt]s$/.test(name) && !/_test\.[jt]s$/.test(name)
      )
      .map(({ name }) => join(folder, name))
      .sort();
  } catch (error) {
    const none = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (!named && none) return [];
    throw new UsageError(
      `The plugins of ${folder} cannot be loaded: ${fileTrouble(error)}`,
    );
  }
}

function exists(
  path: string,
  as: "isFile" | "isDirectory" = "isFile",
): boolean {
  try {
    return Deno.statSync(path)[as];
  } catch {
    return false;
  }
}

/**
 * The vehicle of a type.
 * @param type its letters; the program's own where undefined
 * @throws UsageError with one sentence when there is none
 */
export function vehicleOf({ vehicles }: Offer, type?: string): Vehicle {
  const found = type === undefined
    ? vehicles[0]
    : vehicles.find((vehicle) => vehicle.type === type);
  if (found) return found;
  const known = vehicles.map(({ type, name }) => `${type} (${name})`);
  throw new UsageError(
    `There is no vehicle type "${type}": expected ${
      known.join(", ")
    }, or one that --plugin loads`,
  );
}

/**
 * What the plugins would bring, without running them.
 * @throws UsageError when plugins collide; the sentence names both
 */
export function registryOf(offer: Offer, type?: string): Registry {
  const vehicle = vehicleOf(offer, type);
  return refusing(() =>
    new Registry([...offer.common, ...vehicle.plugins, ...offer.extra], vehicle)
  );
}

/** Runs what may find that the plugins do not go together. */
export function refusing<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof UsageError
      ? error
      : new UsageError(`The program does not start: ${reasonOf(error)}`);
  }
}
