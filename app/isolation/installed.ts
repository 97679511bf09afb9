/** Plugins that are installed: recorded in the store, copied beside it, loaded at each start. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as v from "valibot";
import { SystemClock } from "../../hal/clock.ts";
import type { Store } from "../../hal/mod.ts";
import { readStore } from "../../hal/store/mod.ts";
import { safeValueOf } from "../safe_value.ts";
import { reasonOf } from "../usage_error.ts";
import { digestOf } from "./files.ts";
import type { Module } from "./types.ts";

/** Section of the store: records as JSON, by the plugin's id. */
const SECTION = "plugins";

const shape = v.object({
  /** As the user named it. */
  from: v.string(),
  /** An exact package, or the file within the plugin's own folder beside the store. */
  module: v.string(),
  /** Digest of the files, or of the package as its registry has it. */
  integrity: v.string(),
  /** Version of the contract at that time, and when it was. */
  contract: v.string(),
  at: v.string(),
});
/** One installed plugin. */
export type Installed = v.InferOutput<typeof shape>;

/** Folder beside the store with what is installed. */
export function folderOf(store: string): string {
  return `${store}.plugins`;
}

/** Records of the store, by id; what cannot be read is not there. */
export function recordsOf(store: Store): ReadonlyMap<string, Installed> {
  return new Map(
    [...store.entries(SECTION)].flatMap(([id, text]) => {
      const parsed = v.safeParse(
        v.pipe(v.string(), v.parseJson(), shape),
        text,
      );
      return parsed.success ? [[id, parsed.output] as const] : [];
    }),
  );
}

/** Writes, or removes, one record. */
export function putRecord(
  store: Store,
  id: string,
  record: Installed | undefined,
  who = "console start",
): void {
  const old = recordsOf(store).get(id);
  store.atomically(() => {
    store.put(SECTION, { [id]: record && JSON.stringify(record) });
    store.journal({
      who,
      what: "plugin",
      key: id,
      old: old?.module ?? "-",
      new: record?.module ?? "-",
    });
  });
}

/** What is to be loaded, and sentences about what is not. */
export interface Found {
  readonly modules: readonly Module[];
  readonly leftOut: readonly string[];
}

/** The installed plugins of a store. */
export function installedIn(path: string): Found {
  const store = readStore({
    path,
    clock: new SystemClock(),
    safe: safeValueOf([]),
  });
  if (!store) return { modules: [], leftOut: [] };
  try {
    const modules: Module[] = [], leftOut: string[] = [];
    for (const [id, record] of recordsOf(store)) {
      const module = moduleOf(path, id, record);
      if (typeof module === "string") leftOut.push(module);
      else modules.push(module);
    }
    return { modules, leftOut };
  } finally {
    store.close();
  }
}

/** The module of an installed plugin, or a sentence about why it cannot be loaded. */
export function installedModule(
  path: string,
  store: Store,
  id: string,
): Module | string {
  const record = recordsOf(store).get(id);
  return record ? moduleOf(path, id, record) : `Plugin ${id} is not installed`;
}

/** A module that is as it was when it was installed, or why it is not. */
function moduleOf(
  store: string,
  id: string,
  { from, module, integrity }: Installed,
): Module | string {
  const folder = join(folderOf(store), id);
  const again = `install it again with --install ${from}`;
  if (module.startsWith("npm:")) {
    return { name: id, specifier: module, lock: join(folder, "deno.lock") };
  }
  try {
    if (digestOf(folder) === integrity) {
      return {
        name: id,
        specifier: pathToFileURL(join(folder, module)).href,
      };
    }
    return `Plugin ${id} is left out: its files in ${folder} are not those that were installed: ${again}`;
  } catch (error) {
    return `Plugin ${id} is left out: ${reasonOf(error)}: ${again}`;
  }
}
