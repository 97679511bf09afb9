/** Puts HAL, plugins and runtime together as the settings say. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Clock, Hal, Store } from "../hal/mod.ts";
import {
  openStore,
  StoreInUseError,
  StoreRefusedError,
} from "../hal/store/mod.ts";
import { common, vehicles } from "../plugins/mod.ts";
import { loadPlugin } from "../runtime/contract/loader.ts";
import type { Log } from "../runtime/log.ts";
import { PARAM, parameters, Params } from "../runtime/settings/params.ts";
import type { Plugin } from "../runtime/contract/plugin.ts";
import { Registry } from "../runtime/commands/registry.ts";
import { secretTexts } from "../runtime/settings/settings.ts";
import { Runtime } from "../runtime/runtime.ts";
import type { Settings } from "./settings.ts";
import { fileTrouble, reasonOf, UsageError } from "./usage_error.ts";

/** The simulated car's vehicle type. */
const SIMULATED = "RT";
/** Who sets what the command line says, for the journal. */
const STARTED_BY = "console start";

/**
 * Opens the store.
 * @throws UsageError with one sentence when it is in use, of a newer program, or cannot be written
 */
export function openUserStore(path: string, clock: Clock): Store {
  try {
    return openStore({ path, clock });
  } catch (error) {
    if (
      error instanceof StoreInUseError || error instanceof StoreRefusedError
    ) {
      throw new UsageError(error.message);
    }
    throw new UsageError(
      `The store ${path} cannot be opened: ${fileTrouble(error)}`,
    );
  }
}

/**
 * Loads the plugins from outside: files, folders with a `mod.ts`, or packages (`npm:name@1`).
 * @param folder from which paths count
 * @throws UsageError with one sentence when one cannot be used
 */
export async function loadPlugins(
  paths: readonly string[],
  folder: string,
): Promise<Plugin[]> {
  const plugins: Plugin[] = [];
  for (const path of paths) plugins.push(await loadOne(path, folder));
  return plugins;
}

async function loadOne(path: string, folder: string): Promise<Plugin> {
  try {
    return await loadPlugin(specifierOf(path, folder), path);
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

/** What the plugins would bring, without running them. */
export function registryOf(
  vehicle: string | undefined,
  extra: readonly Plugin[],
): Registry {
  const type = vehicleOf(vehicle ?? SIMULATED);
  return refusing(() =>
    new Registry([
      ...common,
      ...vehicles.flatMap((known) => known.type === type ? known.plugins : []),
      ...extra,
    ], vehicles.find((known) => known.type === type))
  );
}

/** Names the vehicle type in the store: the wanted one, or the simulated car's in a store that is new. */
export function chooseVehicle(
  store: Store,
  wanted: string | undefined,
): void {
  const params = new Params(store);
  const isNew = store.entries("params").size === 0;
  if (wanted === undefined && !isNew) return;
  const type = vehicleOf(wanted ?? SIMULATED);
  refusing(() => params.set(new Map([[PARAM.vehicleType, type]]), STARTED_BY));
}

function vehicleOf(type: string): string {
  if (vehicles.some((vehicle) => vehicle.type === type)) return type;
  const known = vehicles.map(({ type, name }) => `${type} (${name})`);
  throw new UsageError(
    `There is no vehicle type "${type}": expected ${known.join(", ")}`,
  );
}

/**
 * Makes the runtime.
 * @throws UsageError when plugins collide; the sentence names both
 */
export function makeRuntime(
  settings: Settings,
  hal: Hal,
  extra: readonly Plugin[],
  log: Log,
): Runtime {
  const { country, smsBudget, allowAt } = settings;
  return refusing(() =>
    new Runtime({
      hal,
      common,
      vehicles,
      extra,
      log,
      country,
      allowAt,
      ...(smsBudget === undefined ? {} : { smsBudget }),
    })
  );
}

/** Present values of secret parameters and settings, defaults left out: those everybody knows. */
export function secretsOf(store: Store): readonly string[] {
  const values = store.entries("params");
  return [
    ...secretTexts(store),
    ...parameters.flatMap(({ number, secret, fallback }) => {
      const value = values.get(String(number));
      return secret && value !== undefined && value !== fallback ? [value] : [];
    }),
  ];
}

/**
 * Sets settings as `--set name=value` has them; nothing behind `=` means their default.
 * @throws UsageError with one sentence for what cannot be
 */
export function applySettings(
  { settings }: Runtime,
  wanted: readonly string[],
): void {
  for (const text of wanted) {
    const [, name = "", value = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name === "") {
      throw new UsageError(
        `--set cannot be "${text}": expected a name and a value such as sms.budget=10`,
      );
    }
    try {
      settings.set(name.trim(), value === "" ? undefined : value, STARTED_BY);
    } catch (error) {
      throw new UsageError(`--set ${name}: ${reasonOf(error)}`);
    }
  }
}

function refusing<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof UsageError
      ? error
      : new UsageError(`The program does not start: ${reasonOf(error)}`);
  }
}
