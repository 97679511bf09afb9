/** What a plugin from outside must look like: types are erased there, so the shape is checked when it is loaded. */
import * as v from "valibot";
import { didYouMean } from "../nearest.ts";
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
export function pluginFrom(
  value: unknown,
  where: string,
  isNot: NotOne = alone,
): Plugin {
  // The shape was checked; what the functions take and give is checked when they are called.
  return checked(shape, value, where, isNot) as Plugin;
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
  return plugins.map((plugin, i) =>
    pluginFrom(plugin, `${where}.${i}`, inList)
  );
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

/** Says what was found in place of a plugin or a vehicle. */
type NotOne = (received: string) => string;
const alone: NotOne = (received) =>
  `its default export is ${received}: expected a plugin, a vehicle, or a list of them, as in export default definePlugin({ ... })`;
const inList: NotOne = (received) =>
  `is ${received}: expected a plugin, as stat() or definePlugin({ ... }) gives one`;

function checked<T>(
  schema: v.GenericSchema<unknown, T>,
  value: unknown,
  where: string,
  isNot: NotOne = alone,
): T {
  const parsed = lookedAt(where, () => v.safeParse(schema, value));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues, path = pathOf(issue);
  throw new TypeError(
    path === ""
      ? `${where}: ${isNot(issue.received)}`
      : `${where}: ${path}: ${issue.message}${meant(issue)}`,
  );
}

/** Where something is wrong; a key that is a number is told as identifiers of frames are written. */
function pathOf({ path }: v.BaseIssue<unknown>): string {
  const keys = (path ?? []).map(({ key }) => String(key));
  const id = { frames: 1, framesOn: 2 }[keys[0] ?? ""];
  return keys.map((key, i) =>
    i === id && /^\d+$/.test(key) ? `0x${Number(key).toString(16)}` : key
  ).join(".");
}

/** The choice that a text was probably meant to be. */
function meant({ type, expected, input }: v.BaseIssue<unknown>): string {
  return type === "picklist" && typeof input === "string"
    ? didYouMean(input, (expected ?? "").match(/[^"|() ]+/g) ?? [])
    : "";
}
