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

/**
 * What a plugin threw, which may be anything; where looking at it throws, an error that says so is in its
 * place.
 */
export function thrown(error: unknown): unknown {
  try {
    const isPlain = !(error instanceof Error) ||
      [error.name, error.message, error.stack ?? ""]
        .every((text) => typeof text === "string");
    return isPlain ? error : new Error("it threw what is no usual error");
  } catch {
    return new Error("it threw what cannot be looked at");
  }
}

/** The one place where erased functions are called again; what they answer is checked by the caller. */
export function call(run: unknown, ...args: readonly unknown[]): unknown {
  return (run as (...args: readonly unknown[]) => unknown)(...args);
}
