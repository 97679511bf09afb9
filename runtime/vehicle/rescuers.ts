import type { Store } from "../../hal/mod.ts";
import { Registry } from "../commands/registry.ts";
import type { Plugin } from "../contract/plugin.ts";
import type { Log } from "../log.ts";
import { textOf } from "./faults.ts";
import { memoryOf } from "./provide.ts";

/**
 * The plugins of other vehicle types that left something in the car that only they can take back: a
 * change of the type must not take the way back away.
 * @param loaded the plugins that are there anyway; whoever collides with them stays away, and is logged
 */
export function rescuers(
  loaded: readonly Plugin[],
  others: readonly Plugin[],
  store: Store,
  log: Log,
): readonly Plugin[] {
  return [...new Set(others)].filter((plugin) => {
    const { id, leftUndone } = plugin;
    if (!leftUndone || loaded.some((known) => known.id === id)) return false;
    try {
      if (leftUndone(store.entries(memoryOf(id))) !== true) return false;
      new Registry([...loaded, plugin]);
      return true;
    } catch (error) {
      log("error", "plugin cannot take back what it left", {
        plugin: id,
        error: textOf(error),
      });
      return false;
    }
  });
}
