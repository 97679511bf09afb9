/** Plugins from outside, each module in a process of its own. */
import type { Store } from "../../hal/mod.ts";
import type { Plugin } from "../../runtime/contract/plugin.ts";
import type { Runtime } from "../../runtime/runtime.ts";
import { reasonOf, UsageError } from "../usage_error.ts";
import { Keeper, type KeeperOptions } from "./keeper.ts";
import { Grants, wishText } from "./grants.ts";
import type { GrantWishes, HoldingClock, Module, Outside } from "./types.ts";

/** What modules from outside turned out to be. */
export interface Opened {
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
    inside: vehicles.flatMap(({ modules }) => modules),
    outside: new Processes(kept),
  };
}

/** The processes of a run. */
class Processes implements Outside {
  readonly #keepers: readonly Keeper[];
  #admitted: readonly Keeper[];

  constructor(keepers: readonly Keeper[]) {
    this.#keepers = this.#admitted = keepers;
  }

  get plugins(): readonly Plugin[] {
    return this.#keepers.flatMap(({ plugins }) => plugins);
  }

  admit(store: Store, { grant, revoke, ask }: GrantWishes) {
    const grants = new Grants(store), leftOut: string[] = [];
    for (const id of revoke) grants.take(id);
    for (const id of grant) {
      const plugin = this.plugins.find((plugin) => plugin.id === id);
      if (!plugin) {
        throw new UsageError(
          `--grant ${id}: there is no plugin from outside of that name`,
        );
      }
      grants.give(plugin);
    }
    this.#admitted = this.#keepers.filter((keeper) =>
      keeper.plugins.every((plugin) => {
        const wishes = grants.missing(plugin), { id } = plugin;
        if (wishes.length === 0) return true;
        if (
          !revoke.includes(id) &&
          ask(`Plugin ${id} wants to ${wishText(wishes)}. Allow it?`)
        ) {
          grants.give(plugin);
          return true;
        }
        leftOut.push(
          `Plugin ${id} is left out: it wants to ${
            wishText(wishes)
          }. To allow that, start once with --grant ${id}`,
        );
        return false;
      })
    );
    return {
      plugins: this.#admitted.flatMap(({ plugins }) => plugins),
      leftOut,
    };
  }

  attach(runtime: Runtime, clock: HoldingClock): void {
    for (const keeper of this.#admitted) keeper.attach(runtime, clock);
  }

  async settle(): Promise<void> {
    await Promise.all(this.#admitted.map((keeper) => keeper.settle()));
  }

  close(): Promise<void> {
    return closed(this.#keepers);
  }
}

async function closed(keepers: readonly Keeper[]): Promise<void> {
  await Promise.all(keepers.map((keeper) => keeper.close()));
}
