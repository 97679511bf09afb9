/** `--install` and `--uninstall`. */
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { SystemClock } from "../../hal/clock.ts";
import { timeText } from "../../runtime/records/export/mod.ts";
import type { Store } from "../../hal/mod.ts";
import { StoreWriteError } from "../../hal/store/mod.ts";
import { CONTRACT } from "../../runtime/version.ts";
import { openUserStore } from "../gateway.ts";
import type { Action } from "../action.ts";
import { mainOf } from "../main_module.ts";
import { MEMORY, type Settings } from "../settings.ts";
import { fileTrouble, reasonOf, UsageError } from "../usage_error.ts";
import { copyFolder, digestOf } from "./files.ts";
import { Grants, wishText } from "./grants.ts";
import { folderOf, type Installed, putRecord, recordsOf } from "./installed.ts";
import { Keeper } from "./keeper.ts";
import { fetchPackage } from "./package.ts";
import { inside, notAllowed } from "./inside.ts";
import { INSIDE, rightsOf } from "./rights.ts";
import type { Module } from "./types.ts";

/** What is installed, and by whom it is allowed. */
export interface InstallOptions {
  /** The store's file. */
  readonly store: string;
  /** Folder from which paths count. */
  readonly folder: string;
  /** Ids that are allowed what they ask for. */
  readonly grant: readonly string[];
  /** Asks somebody who sits there; false where nobody does. */
  readonly ask: (question: string) => boolean;
  /** The same store where it is open already, and who installs, for the journal. */
  readonly running?: Running;
}

/** A program that runs. */
export interface Running {
  readonly store: Store;
  /** Link and principal. */
  readonly who: string;
}

/**
 * Works on the store, which may be open already.
 * @throws UsageError with one sentence where the disk does not take it
 */
function withStore<T>(
  path: string,
  running: Running | undefined,
  work: (store: Store) => T,
): T {
  const store = running?.store ?? openUserStore(path, new SystemClock());
  try {
    return work(store);
  } catch (error) {
    throw error instanceof StoreWriteError
      ? new UsageError(`Nothing was changed: ${error.message}`)
      : error;
  } finally {
    if (!running) store.close();
  }
}

/** Does the one or the other; sentences about it. */
export async function installOrNot(
  action: Extract<Action, { readonly do: "install" | "uninstall" }>,
  { store, grants: { grant } }: Settings,
  folder: string,
): Promise<readonly string[]> {
  if (action.do === "uninstall") return uninstall(action.id, store);
  const ask = (question: string) =>
    Deno.stdin.isTerminal() && confirm(question);
  return (await install(action.from, { store, folder, grant, ask })).said;
}

/** What was put into a folder, before it is known what it is. */
type Brought = Pick<Installed, "module" | "integrity">;

/** What was installed. */
export interface Installation {
  readonly id: string;
  /** Sentences about it. */
  readonly said: readonly string[];
}

/**
 * Installs a plugin: copied or fetched, tried in a process of its own, recorded.
 * @throws UsageError with one sentence when it cannot be used; then nothing has changed
 */
export async function install(
  from: string,
  options: InstallOptions,
): Promise<Installation> {
  const all = placeFor(options.store), fresh = join(all, ".new");
  remove(fresh);
  Deno.mkdirSync(fresh, { recursive: true });
  try {
    const brought = await bring(from, fresh, options.folder);
    const keeper = await tried(from, fresh, brought, options.folder);
    try {
      return keep(from, brought, keeper, fresh, options);
    } finally {
      await keeper.close();
    }
  } finally {
    remove(fresh);
  }
}

async function bring(
  from: string,
  to: string,
  folder: string,
): Promise<Brought> {
  if (from.startsWith("npm:")) {
    const { specifier, integrity } = await fetchPackage(
      from,
      join(to, "deno.lock"),
    );
    return { module: specifier, integrity };
  }
  const source = resolve(folder, from);
  try {
    const isFolder = Deno.statSync(source).isDirectory;
    if (!isFolder && !/\.m?[jt]s$/.test(source)) {
      throw new UsageError(
        `Plugin ${from} cannot be installed: expected a folder, a file .ts or .js, or npm:name@1`,
      );
    }
    const module = isFolder ? moduleOf(source) : basename(source);
    if (isFolder) copyFolder(source, to);
    else Deno.copyFileSync(source, join(to, module));
    return { module, integrity: digestOf(to) };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `Plugin ${from} cannot be installed: ${fileTrouble(error)}`,
    );
  }
}

/** @throws UsageError where the folder is no plugin's */
function moduleOf(folder: string): string {
  const found = mainOf(folder);
  if (found !== undefined) return found;
  throw new UsageError(
    `Plugin ${folder} cannot be installed: it has neither mod.ts nor mod.js`,
  );
}

async function tried(
  from: string,
  folder: string,
  { module }: Brought,
  here: string,
): Promise<Keeper> {
  const tried: Module = module.startsWith("npm:")
    ? { name: from, specifier: module, lock: join(folder, "deno.lock") }
    : { name: from, specifier: specifierIn(folder, { module }) };
  try {
    return await Keeper.openWhole([tried]);
  } catch (error) {
    throw new UsageError(
      reasonOf(error).replaceAll(
        pathToFileURL(folder).href,
        pathToFileURL(sourceOf(resolve(here, from))).href,
      ),
    );
  }
}

/** The folder that was copied, or that of the one file: where its author looks for a fault. */
function sourceOf(path: string): string {
  return mainOf(path) === undefined ? dirname(path) : path;
}

function keep(
  from: string,
  brought: Brought,
  { plugins, vehicles }: Keeper,
  fresh: string,
  { store: path, grant, ask, running }: InstallOptions,
): Installation {
  const [id] = [
    ...plugins.map(({ id }) => id),
    ...vehicles.map(({ type }) => type.toLowerCase()),
  ];
  if (id === undefined) {
    throw new UsageError(
      `Plugin ${from} cannot be installed: it brings nothing`,
    );
  }
  return withStore(path, running, (store) => {
    const target = join(folderOf(path), id);
    const allowed: (() => void)[] = [];
    const grants = new Grants(store, running?.who);
    const specifier = specifierIn(target, brought);
    const said = [
      `Installed ${id} from ${from}: it is loaded at each start with this store`,
      ...vehicles.map((vehicle) => {
        const { type, name } = vehicle;
        const may = grants.mayRunInside(type, specifier) ||
          grant.includes(type.toLowerCase()) || ask(inside(vehicle));
        if (!may) return notAllowed(vehicle);
        allowed.push(() => grants.setInside(type, specifier));
        return `The vehicle type ${type} (${name}) may ${INSIDE.text}`;
      }),
      ...plugins.flatMap((plugin) => {
        const wishes = grants.missing(plugin);
        if (wishes.length === 0) return [];
        const text = wishText(rightsOf(plugin));
        if (
          grant.includes(plugin.id) ||
          ask(`Plugin ${plugin.id} wants to ${text}. Allow it?`)
        ) {
          allowed.push(() => grants.give(plugin));
          return [`It may ${text}`];
        }
        return [
          `It wants to ${text}: until it is allowed with --grant ${plugin.id} it is left out`,
        ];
      }),
    ];
    exchange(fresh, target, () =>
      store.atomically(() => {
        putRecord(store, id, {
          from,
          ...brought,
          contract: CONTRACT,
          at: timeText(store.stamp().wall),
        }, running?.who);
        for (const allow of allowed) allow();
      }));
    return { id, said };
  });
}

/** Puts a folder in the place of another one, which comes back where `record` fails. */
function exchange(fresh: string, target: string, record: () => void): void {
  const before = join(dirname(target), ".old");
  remove(before);
  const isThere = move(target, before);
  Deno.renameSync(fresh, target);
  try {
    record();
  } catch (error) {
    remove(target);
    if (isThere) Deno.renameSync(before, target);
    throw error;
  }
  remove(before);
}

/** Whether there was something to move. */
function move(from: string, to: string): boolean {
  try {
    Deno.renameSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/**
 * Takes a plugin away; its settings and what it keeps stay, should it come back.
 * @throws UsageError when it is not installed
 */
export function uninstall(
  id: string,
  path: string,
  running?: Running,
): readonly string[] {
  placeFor(path);
  return withStore(path, running, (store) => {
    const found = recordsOf(store), removed = found.get(id);
    if (!removed) throw new UsageError(notInstalled(id, [...found.keys()]));
    const grants = new Grants(store, running?.who);
    store.atomically(() => {
      putRecord(store, id, undefined, running?.who);
      grants.take(id);
      grants.takeInside(specifierIn(join(folderOf(path), id), removed));
    });
    remove(join(folderOf(path), id));
    return [`Uninstalled ${id}; its settings stay`];
  });
}

/** A module of the plugin in a folder. */
function specifierIn(folder: string, { module }: Pick<Brought, "module">) {
  return module.startsWith("npm:")
    ? module
    : pathToFileURL(join(folder, module)).href;
}

function notInstalled(id: string, known: readonly string[]): string {
  return `Plugin ${id} is not installed: ${
    known.length === 0 ? "none is" : `there is ${known.join(", ")}`
  }`;
}

function placeFor(store: string): string {
  if (store !== MEMORY) return folderOf(store);
  throw new UsageError(
    "Nothing can be installed in a store in memory: name another one with --store",
  );
}

function remove(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
