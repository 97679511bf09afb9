/**
 * The controller that the scenarios share: a list of objects for those of RT3.0; for those of the last
 * release an object with more of them, lists of faults, and what makes another type of it.
 * @module
 */
import * as v from "valibot";
import {
  type LogContents,
  objectsOfModel,
  type ObjectSpec,
} from "../../plugins/twizy/sim/sevcon.ts";
import type { Firmware } from "./firmware.ts";

const FILES = {
  "3.0": "sevcon-model.json",
  "3.9": "sevcon-model-later.json",
} as const;

const numbers = v.record(v.string(), v.number());
const entry = v.pipe(
  v.array(v.number()),
  v.check((entry) => entry.length >= 3),
  v.transform(([code = 0, hour = 0, time = 0, ...data]) =>
    [code, hour, time, ...data] as const
  ),
);
const LaterSchema = v.object({
  objects: v.unknown(),
  type45: numbers,
  descriptions: v.record(v.string(), v.string()),
  faults: v.array(entry),
  system: v.array(entry),
  counts: v.array(v.array(v.number())),
  minmax: v.array(numbers),
});

/** What a simulated controller is made of. */
export interface Controller {
  readonly objects: readonly ObjectSpec[];
  readonly logs?: LogContents;
  /** Values that make another type of it, by the type's name. */
  readonly types: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** The models of both releases as they are stored. */
export async function readModels(): Promise<unknown> {
  const files = Object.entries(FILES).map(async ([firmware, file]) => {
    const text = await Deno.readTextFile(new URL(file, import.meta.url));
    return [firmware, JSON.parse(text)] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}

/** The controller of a release. */
export function controllerOf(models: unknown, firmware: Firmware): Controller {
  const model = v.parse(v.record(v.string(), v.unknown()), models)[firmware];
  if (firmware === "3.0") return { objects: objectsOfModel(model), types: {} };
  const { objects, type45, ...logs } = v.parse(LaterSchema, model);
  const all = objectsOfModel(objects);
  return {
    objects: all,
    logs,
    types: { "45": type45, "80": valuesOf(all, Object.keys(type45)) },
  };
}

function valuesOf(
  objects: readonly ObjectSpec[],
  names: readonly string[],
): Record<string, number> {
  const hex = (value: number, digits: number) =>
    value.toString(16).padStart(digits, "0");
  return Object.fromEntries(objects.flatMap(({ index, sub, value }) => {
    const name = `${hex(index, 4)}.${hex(sub, 2)}`;
    return typeof value === "number" && names.includes(name)
      ? [[name, value]]
      : [];
  }));
}
