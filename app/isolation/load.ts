/** Loads what comes from outside: into processes of its own, or into the program where it may be there. */
import type { Plugin } from "../../runtime/contract/plugin.ts";
import type { Vehicle } from "../../runtime/contract/vehicle.ts";
import {
  type InsideWishes,
  loadInside,
  mayRunInside,
  notAllowed,
} from "./inside.ts";
import { openOutside } from "./outside.ts";
import { pageTrouble } from "./pages.ts";
import type {
  Insider,
  Module,
  Outside,
  VehicleModule,
  VehicleName,
} from "./types.ts";

/** What is to be loaded. */
export interface LoadOptions {
  /** Modules that are trusted. */
  readonly own: readonly Module[];
  /** All others. */
  readonly foreign: readonly Module[];
  /** Whether plugins without rights share one process. */
  readonly together: boolean;
  /** Leaves plugins out; vehicle types are loaded. */
  readonly safe: boolean;
  /** Takes a sentence about what cannot be used. */
  readonly leave: (sentence: string) => void;
  /** Vehicle types that there are. */
  readonly types: readonly Vehicle[];
  /** Why a vehicle cannot have its type beside others; undefined where it can. */
  readonly taken: (
    vehicle: VehicleName,
    others: readonly Vehicle[],
  ) => string | undefined;
  /** Why a vehicle cannot be chosen beside others; undefined where it can. */
  readonly unusable: (
    vehicle: Vehicle,
    others: readonly Vehicle[],
  ) => string | undefined;
  readonly wishes: InsideWishes;
}

/** What came of it. */
export interface Loaded {
  readonly extra: readonly Plugin[];
  /** All vehicle types. */
  readonly types: readonly Vehicle[];
  readonly outside?: Outside;
}

/** Loads all of it. What cannot be used is told, and left out. */
export async function loadOutside(options: LoadOptions): Promise<Loaded> {
  const { own, foreign, together, safe, leave } = options;
  const { outside, vehicles, wrong } = await openOutside(foreign, {}, together);
  if (safe) await outside.close();
  const types = [...options.types], extra = safe ? [] : [...outside.plugins];
  try {
    for (const sentence of wrong) leave(sentence);
    const modules = [
      ...own.map((module) => ({ module, trusted: true })),
      ...vehicles.filter((one) => isAllowed(one, options, outside))
        .map(({ module }) => ({ module, trusted: false })),
    ];
    for (const { module, trusted } of modules) {
      const parts = await loadInside(module);
      for (const sentence of parts.wrong) leave(sentence);
      const usable = parts.vehicles.filter((vehicle) => {
        const trouble = options.unusable(vehicle, types) ??
          pagesTrouble(vehicle);
        if (trouble === undefined) types.push(vehicle);
        else leave(trouble);
        return trouble === undefined;
      });
      const plugins = (trusted && !safe ? parts.plugins : []).filter((one) => {
        const trouble = pageTrouble(one.pages);
        if (trouble !== undefined) leave(`Plugin ${one.id}: ${trouble}`);
        return trouble === undefined;
      });
      extra.push(...plugins);
      const insider: Insider = { module, trusted, plugins, vehicles: usable };
      if (plugins.length + usable.length > 0) outside.insiders.push(insider);
    }
  } catch (error) {
    await outside.close();
    throw error;
  }
  const { plugins, insiders, leftOut } = outside;
  const isAnything = plugins.length + insiders.length + leftOut.length > 0;
  if (isAnything && !safe) extra.push(outside.verbs);
  return { extra, types, outside };
}

/** Why a page of a vehicle or of its plugins cannot be shown. */
function pagesTrouble(
  { type, name, pages, plugins }: Vehicle,
): string | undefined {
  const trouble = [pages, ...plugins.map(({ pages }) => pages)]
    .map((pages) => pageTrouble(pages)).find((text) => text !== undefined);
  return trouble && `Vehicle ${type} (${name}) cannot be used: ${trouble}`;
}

/** Whether a module may be loaded into the program: all vehicle types of it are allowed to be there. */
function isAllowed(
  { module, vehicles }: VehicleModule,
  { types, wishes, leave, taken }: LoadOptions,
  outside: Outside,
): boolean {
  const free = vehicles.filter((vehicle) => {
    const trouble = taken(vehicle, types);
    if (trouble !== undefined) leave(trouble);
    return trouble === undefined;
  });
  const denied = free.filter((vehicle) =>
    !mayRunInside(vehicle, module, wishes)
  );
  outside.leftOut.push(...denied);
  for (const vehicle of denied) leave(notAllowed(vehicle));
  const [first] = denied;
  if (first === undefined) return free.length > 0;
  for (const { type, name } of free) {
    if (denied.some((vehicle) => vehicle.type === type)) continue;
    leave(
      `Vehicle type ${type} (${name}) is left out with ${first.type}: what one module brings runs inside as a whole`,
    );
  }
  return false;
}
