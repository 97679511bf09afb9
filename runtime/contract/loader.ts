import type { Plugin } from "./plugin.ts";
import { lookedAt, pluginFrom, vehicleFrom } from "./shape.ts";
import type { Vehicle } from "./vehicle.ts";

/** What a module from outside brings. */
export interface Parts {
  readonly plugins: readonly Plugin[];
  readonly vehicles: readonly Vehicle[];
}

/**
 * Loads a module from outside the repository: its default export is a plugin, made with
 * `definePlugin` or as a plain object, a vehicle, or a list of them.
 * @param specifier a file URL or a package specifier
 * @param name how the user named it, for errors
 * @throws TypeError with one sentence that says why it cannot be used
 */
export async function loadParts(
  specifier: string,
  name: string,
): Promise<Parts> {
  let module: { readonly default?: unknown };
  try {
    module = await import(specifier);
  } catch (error) {
    const why = error instanceof Error
      ? error.message.split("\n")[0]
      : String(error);
    throw new TypeError(`Plugin ${name} cannot be loaded: ${why}`);
  }
  return partsFrom(module.default, `Plugin ${name}`);
}

function partsFrom(value: unknown, where: string): Parts {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const place = (i: number) =>
    list.length > 1 ? `${where}, part ${i + 1}` : where;
  const plugins: Plugin[] = [], vehicles: Vehicle[] = [];
  list.forEach((part, i) => {
    if (lookedAt(place(i), () => isVehicle(part))) {
      vehicles.push(vehicleFrom(part, place(i)));
    } else plugins.push(pluginFrom(part, place(i)));
  });
  return { plugins, vehicles };
}

/** A vehicle has a type and plugins, where a plugin has an id. */
function isVehicle(value: unknown): boolean {
  return typeof value === "object" && value !== null &&
    ("plugins" in value || "type" in value);
}
