/** Plugins from outside, each module in a process of its own. */
import type { Plugin } from "../../runtime/contract/plugin.ts";
import { reasonOf, UsageError } from "../usage_error.ts";
import { Keeper, type KeeperOptions } from "./keeper.ts";
import type { Module, Outside } from "./types.ts";

/** What modules from outside turned out to be. */
export interface Opened {
  /** Those that run in processes of their own. */
  readonly plugins: readonly Plugin[];
  readonly outside: Outside;
  /** Modules with vehicle types, which run inside. */
  readonly inside: readonly Module[];
}

/**
 * Starts a process for each module.
 * @throws UsageError with one sentence when one cannot be used
 */
export async function openOutside(
  modules: readonly Module[],
  options: KeeperOptions = {},
): Promise<Opened> {
  const opened = await Promise.allSettled(
    modules.map((module) => Keeper.open([module], options)),
  );
  const keepers = opened.flatMap((result) =>
    result.status === "fulfilled" ? [result.value] : []
  );
  const failed = opened.find((result) => result.status === "rejected");
  const vehicles = keepers.filter(({ vehicles }) => vehicles.length > 0);
  // A vehicle drives buses and decodes frames as they come: it runs inside.
  await closed(failed ? keepers : vehicles);
  if (failed) throw new UsageError(reasonOf(failed.reason));
  const kept = keepers.filter((keeper) => !vehicles.includes(keeper));
  return {
    plugins: kept.flatMap(({ plugins }) => plugins),
    inside: vehicles.flatMap(({ modules }) => modules),
    outside: {
      attach(runtime, clock) {
        for (const keeper of kept) keeper.attach(runtime, clock);
      },
      settle: async () => {
        await Promise.all(kept.map((keeper) => keeper.settle()));
      },
      close: () => closed(kept),
    },
  };
}

async function closed(keepers: readonly Keeper[]): Promise<void> {
  await Promise.all(keepers.map((keeper) => keeper.close()));
}
