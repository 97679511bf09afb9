/** Plugins and vehicle types that a run of the program has to choose from: its own, and those from outside. */
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { common, vehicles } from "../plugins/mod.ts";
import { Registry } from "../runtime/commands/registry.ts";
import type { Plugin } from "../runtime/contract/plugin.ts";
import type { Vehicle } from "../runtime/contract/vehicle.ts";
import type { Loaded, LoadOptions } from "./isolation/load.ts";
import type { GrantWishes, Module, Outside } from "./isolation/types.ts";
import { allEditions } from "../runtime/vehicle/editions.ts";
import { checkTogether, fitting } from "../runtime/vehicle/fitting.ts";
import { mainOf } from "./main_module.ts";
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
  /** Those of them that run in processes of their own, and what else is from outside. */
  readonly outside?: Outside;
  /** Refuses what does not fit instead of leaving it out. */
  readonly strict?: boolean;
}

/** What the program comes with. */
export const ownOffer: Offer = { common, vehicles, extra: [] };

/** All plugins of all vehicles. */
export function allPlugins(
  { common, vehicles, extra }: Offer,
): readonly Plugin[] {
  const ofVehicles = vehicles.flatMap(allEditions)
    .flatMap(({ plugins }) => plugins);
  return [...new Set([...common, ...ofVehicles, ...extra])];
}

/** Where plugins from outside are. */
export interface Places {
  /** Files, folders with a `mod.ts` or `mod.js`, or packages (`npm:name@1`). */
  readonly paths: readonly string[];
  /** The same for those that run inside the program, with its rights. */
  readonly trusted?: readonly string[];
  /** Folder of which every file and every folder with a `mod.ts` or `mod.js` is one. */
  readonly all: string | undefined;
  /** Whether the user named that folder, so that it has to be there. */
  readonly named?: boolean;
  /** Whether plugins without rights share one process. */
  readonly together?: boolean;
  /** Leaves plugins out, whatever they are; vehicle types are loaded. */
  readonly safe?: boolean;
  /** The store whose installed plugins are loaded as well. */
  readonly store?: string;
  /** Refuses what cannot be used, instead of leaving it out. */
  readonly strict?: boolean;
  /** What the owner says of rights; without it nobody is asked, and nothing allowed but what the store has. */
  readonly grants?: GrantWishes;
  /** The vehicle type that is wanted. */
  readonly vehicle?: string | undefined;
}

/** Nobody says anything of rights. */
const NOBODY: GrantWishes = { grant: [], revoke: [], ask: () => false };

/**
 * Loads the plugins and vehicle types from outside: what is trusted, and vehicle types that may, inside
 * the program, other plugins in processes of their own. What cannot be used is left out, with a sentence.
 * @param folder from which paths count
 * @throws UsageError with one sentence when the named folder is not there; in strict mode also for what
 * would be left out
 */
export async function loadOffer(
  { paths, trusted = [], all, named = false, ...more }: Places,
  folder: string,
): Promise<Offer> {
  const leftOut: string[] = [];
  const { strict = false } = more;
  const leave = (sentence: string) => {
    if (strict) throw new UsageError(sentence);
    leftOut.push(sentence);
  };
  const found = all === undefined ? [] : inFolder(resolve(folder, all), named);
  const { store, safe = false, together = false } = more;
  const installed = await installedOf(store);
  const own = safe ? [] : modulesOf(trusted, folder, leave);
  // What it is, a process of its own can tell without harm.
  const others = modulesOf([...found, ...paths, ...trusted], folder, leave)
    .filter(({ specifier }) => !own.some((it) => it.specifier === specifier));
  const foreign = [...installed.modules, ...others];
  const loaded = foreign.length + own.length === 0
    ? { extra: [], types: vehicles }
    : await outsideOf({
      own,
      foreign,
      together,
      safe,
      leave,
      types: vehicles,
      taken,
      unusable,
      wishes: { ...NOBODY, ...more.grants, vehicle: more.vehicle, store },
    });
  return {
    common,
    vehicles: loaded.types,
    extra: loaded.extra,
    strict,
    ...loaded.outside && !safe && { outside: loaded.outside },
    safe: safe && foreign.length > 0,
    leftOut: [...new Set([...installed.leftOut, ...leftOut])],
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
async function outsideOf(options: LoadOptions): Promise<Loaded> {
  const { loadOutside } = await import("./isolation/load.ts");
  return await loadOutside(options);
}

/** Modules by their specifiers, each once; those that are not there are left out. */
function modulesOf(
  paths: readonly string[],
  folder: string,
  leave: (sentence: string) => void,
): readonly Module[] {
  const modules = new Map<string, Module>();
  for (const name of paths) {
    try {
      const specifier = specifierOf(name, folder);
      modules.set(specifier, { name, specifier });
    } catch (error) {
      leave(cannotLoad(name, fileTrouble(error)));
    }
  }
  return [...modules.values()];
}

/** Why a vehicle from outside cannot have its type. */
function taken(
  { type, name }: Pick<Vehicle, "type" | "name">,
  others: readonly Vehicle[],
): string | undefined {
  const same = others.find((other) => other.type === type);
  return same &&
    `The vehicle types ${same.name} and ${name} are both ${type}: give one of them other letters`;
}

/** Why a vehicle from outside cannot be chosen. */
function unusable(
  vehicle: Vehicle,
  others: readonly Vehicle[],
): string | undefined {
  const trouble = taken(vehicle, others), { type, name } = vehicle;
  if (trouble !== undefined) return trouble;
  try {
    for (const edition of allEditions(vehicle)) {
      const own = [...common, ...edition.plugins];
      checkTogether({ own, extra: [], vehicle: edition });
    }
    return undefined;
  } catch (error) {
    return `Vehicle ${type} (${name}) cannot be used: ${reasonOf(error)}`;
  }
}

function cannotLoad(path: string, why: string): string {
  return `Plugin ${path} cannot be loaded: ${why}`;
}

function specifierOf(path: string, folder: string): string {
  if (path.startsWith("npm:")) return path;
  const file = resolve(folder, path);
  if (!Deno.statSync(file).isDirectory) return pathToFileURL(file).href;
  const main = mainOf(file);
  if (main !== undefined) return pathToFileURL(join(file, main)).href;
  throw new UsageError("it has neither mod.ts nor mod.js");
}

/** The plugins of a folder in order of their names; tests beside them are none. */
function inFolder(folder: string, named: boolean): readonly string[] {
  try {
    return [...Deno.readDirSync(folder)]
      .filter(({ name, isDirectory }) =>
        isDirectory
          ? mainOf(join(folder, name)) !== undefined
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
export function vehicleOf(
  { vehicles, leftOut = [] }: Pick<Offer, "vehicles" | "leftOut">,
  type?: string,
): Vehicle {
  const found = type === undefined
    ? vehicles[0]
    : vehicles.find((vehicle) => vehicle.type === type);
  if (found) return found;
  const known = vehicles.map(({ type, name }) => `${type} (${name})`);
  const sentence = `There is no vehicle type "${type}": expected ${
    known.join(", ")
  }, or one that --plugin loads`;
  throw new UsageError([...leftOut, sentence].join("\n"));
}

/**
 * What the plugins would bring, without running them.
 * @param tell takes sentences about those that are left out
 * @throws UsageError when plugins collide; the sentence names both
 */
export function registryOf(
  { common, vehicles, extra, strict = false, leftOut = [] }: Offer,
  type?: string,
  tell: (sentence: string) => void = console.error,
): Registry {
  const vehicle = vehicleOf({ vehicles, leftOut }, type);
  for (const sentence of leftOut) tell(sentence);
  const together = { own: [...common, ...vehicle.plugins], extra, vehicle };
  return refusing(() => {
    if (strict) checkTogether(together);
    const fit = fitting(together);
    for (const sentence of fit.leftOut) tell(sentence);
    return new Registry(fit.plugins, vehicle);
  });
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
