/** What a plugin from outside must look like: types are erased there, so the shape is checked when it is loaded. */
import * as v from "valibot";
import { lookedAt } from "./looked_at.ts";
import type { Plugin } from "./plugin.ts";
import { shape } from "./shapes/plugin.ts";
import { vehicleShape } from "./shapes/vehicle.ts";
import type { Vehicle } from "./vehicle.ts";

/**
 * Takes an export of a module as a plugin.
 * @param where name of the module, for the error
 * @throws TypeError with one sentence that says what is wrong with it
 */
export function pluginFrom(value: unknown, where: string): Plugin {
  // The shape was checked; what the functions take and give is checked when they are called.
  return checked(shape, value, where) as Plugin;
}

/**
 * Takes an export of a module as a vehicle type, with all its plugins.
 * @param where name of the module, for the error
 * @throws TypeError with one sentence that says what is wrong with it
 */
export function vehicleFrom(value: unknown, where: string): Vehicle {
  const vehicle = checked(vehicleShape, value, where);
  const plugins = allFrom(vehicle.plugins, `${where}: plugins`);
  return { ...vehicle, plugins, ...editionsFrom(vehicle, where) } as Vehicle;
}

function allFrom(plugins: readonly unknown[], where: string) {
  return plugins.map((plugin, i) => pluginFrom(plugin, `${where}.${i}`));
}

function editionsFrom(
  { editions, settings = {} }: v.InferOutput<typeof vehicleShape>,
  where: string,
): Pick<Vehicle, "editions"> {
  if (!editions) return {};
  const { by } = editions;
  if (!Object.hasOwn(settings, by)) {
    throw new TypeError(
      `${where}: editions.by: "${by}" must be one of the vehicle's settings`,
    );
  }
  const of = Object.entries(editions.of).map(([name, { plugins, ...rest }]) => [
    name,
    plugins
      ? { ...rest, plugins: allFrom(plugins, `${where}: ${name}.plugins`) }
      : rest,
  ]);
  return { editions: { by, of: Object.fromEntries(of) } };
}

function checked<T>(
  schema: v.GenericSchema<unknown, T>,
  value: unknown,
  where: string,
): T {
  const parsed = lookedAt(where, () => v.safeParse(schema, value));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new TypeError(
    `${where}: ${v.getDotPath(issue) ?? "default export"}: ${issue.message}`,
  );
}
