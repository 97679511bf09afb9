/** Loads what is from outside anew while the program runs; where that does not go, the one before goes on. */
import type { Runtime } from "../../runtime/runtime.ts";
import { reasonOf } from "../usage_error.ts";
import { Grants, refusal } from "./grants.ts";
import { loadAgain, namesOf } from "./inside.ts";
import { Keeper, type KeeperOptions } from "./keeper.ts";
import type { HoldingClock, Insider } from "./types.ts";

/** What runs, and on what. */
export interface Running {
  readonly runtime: Runtime;
  readonly clock: HoldingClock;
}

/**
 * Loads the plugins of a process anew.
 * @param swap puts the new process in the place of the old one where that is listed
 * @returns a sentence about it
 */
export async function reloadApart(
  keeper: Keeper,
  options: KeeperOptions,
  running: () => Running,
  swap: (fresh: Keeper) => void,
): Promise<string> {
  const name = keeper.plugins.map(({ id }) => id).join(", ");
  try {
    const fresh = await Keeper.openWhole(keeper.modules, options);
    if (keeper.isLike(fresh)) {
      await keeper.adopt(fresh);
      return `Plugin ${name} was loaded anew`;
    }
    try {
      return await exchange(keeper, fresh, running(), swap);
    } catch (error) {
      await fresh.close();
      throw error;
    }
  } catch (error) {
    return notLoaded(`Plugin ${name}`, error);
  }
}

/**
 * Loads what runs inside the program anew.
 * @param turn counts the times that something was: a module is loaded once under one address
 * @returns a sentence about it
 */
export async function reloadInside(
  insider: Insider,
  turn: number,
  running: () => Running,
): Promise<string> {
  const name = namesOf(insider).join(", ");
  try {
    const fresh = await loadAgain(insider, turn);
    running().runtime.exchange(insider, fresh);
    insider.plugins = fresh.plugins;
    insider.vehicles = fresh.vehicles;
    return `${name} was loaded anew, inside the program`;
  } catch (error) {
    return notLoaded(name, error);
  }
}

/** A process that declares other things than the one before. */
async function exchange(
  keeper: Keeper,
  fresh: Keeper,
  { runtime, clock }: Running,
  swap: (fresh: Keeper) => void,
): Promise<string> {
  if (fresh.types !== keeper.types) {
    throw new Error(
      `it brings other vehicle types now (${
        fresh.types || "none"
      }): start the program again`,
    );
  }
  const grants = new Grants(runtime.options.hal.store);
  for (const plugin of fresh.plugins) {
    const wishes = grants.missing(plugin);
    if (wishes.length > 0) throw new Error(refusal(plugin.id, wishes));
  }
  runtime.exchange(
    { plugins: keeper.plugins, vehicles: [] },
    { plugins: fresh.plugins, vehicles: [] },
  );
  fresh.attach(runtime, clock);
  swap(fresh);
  await keeper.close();
  const names = fresh.plugins.map(({ id }) => id).join(", ");
  return `Plugin ${names} was loaded anew, with what it declares now`;
}

/** Why something goes on as it was. */
function notLoaded(name: string, error: unknown): string {
  return `${name} was not loaded anew, the one before goes on: ${
    reasonOf(error)
  }`;
}
