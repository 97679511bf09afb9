import { pluginFrom } from "./shape.ts";
import type { Plugin } from "./plugin.ts";

/**
 * Loads a plugin from outside the repository: a module whose default export is a plugin, made with
 * `definePlugin` or as a plain object.
 * @param specifier a file URL or a package specifier
 * @param name how the user named it, for errors
 * @throws TypeError with one sentence that says why it cannot be used
 */
export async function loadPlugin(
  specifier: string,
  name: string,
): Promise<Plugin> {
  let module: { readonly default?: unknown };
  try {
    module = await import(specifier);
  } catch (error) {
    const why = error instanceof Error
      ? error.message.split("\n")[0]
      : String(error);
    throw new TypeError(`Plugin ${name} cannot be loaded: ${why}`);
  }
  return pluginFrom(module.default, `Plugin ${name}`);
}
