/** Code of plugins as the core runs it: called with erased types, and known as theirs. */
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

/** The one place where erased functions are called again; what they answer is checked by the caller. */
export function call(run: unknown, ...args: readonly unknown[]): unknown {
  return (run as (...args: readonly unknown[]) => unknown)(...args);
}
