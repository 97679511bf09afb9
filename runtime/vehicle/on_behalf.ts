import { AsyncLocalStorage } from "node:async_hooks";

const plugins = new AsyncLocalStorage<string>();

/** Runs a plugin's code so that what it leaves going, promises and their followers, is known to be its own. */
export function onBehalfOf<T>(plugin: string, work: () => T): T {
  return plugins.run(plugin, work);
}

/** The plugin whose code runs, or undefined for the program's own. */
export function presentPlugin(): string | undefined {
  return plugins.getStore();
}
