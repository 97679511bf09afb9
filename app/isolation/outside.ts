/** Opens plugins from outside, each module in a process of its own, or several in one. */
import { reasonOf } from "../usage_error.ts";
import { Keeper, type KeeperOptions } from "./keeper.ts";
import { closed, Processes } from "./processes.ts";
import { rightsOf } from "./rights.ts";
import type { Module, Outside, VehicleModule } from "./types.ts";

/** What modules from outside turned out to be. */
export interface Opened {
  readonly outside: Outside;
  /** Modules with vehicle types, which run inside where they may. */
  readonly vehicles: readonly VehicleModule[];
  /** A sentence about each that cannot be used. */
  readonly wrong: readonly string[];
}

/**
 * Starts a process for each module, or one for all that want no rights.
 * @param together whether one process is to do, where memory matters more than that plugins are apart
 */
export async function openOutside(
  modules: readonly Module[],
  options: KeeperOptions = {},
  together = false,
): Promise<Opened> {
  const { groups, failed: before } = together && modules.length > 1
    ? await grouped(modules, options)
    : { groups: modules.map((module) => [module]), failed: [] };
  const { keepers, failed } = await openAll(groups, options);
  // A vehicle drives buses and decodes frames as they come: it runs inside. Plugins beside it do not.
  const useless = keepers.filter(({ plugins }) => plugins.length === 0);
  await closed(useless);
  const kept = keepers.filter((keeper) => !useless.includes(keeper));
  return {
    wrong: [
      ...before,
      ...failed,
      ...keepers.flatMap(({ wrong }) => wrong),
    ],
    vehicles: keepers.flatMap(({ modules, vehicles }) =>
      vehicles.length === 0
        ? []
        : modules.map((module) => ({ module, vehicles }))
    ),
    outside: new Processes(kept, options),
  };
}

/** Which modules share a process: those that bring vehicles or plugins with rights have one of their own. */
async function grouped(
  modules: readonly Module[],
  options: KeeperOptions,
) {
  const { keepers, failed } = await openAll(
    modules.map((module) => [module]),
    options,
  );
  await closed(keepers);
  const alone = keepers.filter(({ vehicles, plugins }) =>
    vehicles.length > 0 ||
    plugins.some((plugin) => rightsOf(plugin).length > 0)
  ).flatMap(({ modules }) => modules);
  const useful = keepers.filter((keeper) => !isUseless(keeper));
  const rest = useful.flatMap(({ modules }) => modules)
    .filter((module) => !alone.includes(module));
  return {
    groups: [
      ...alone.map((module) => [module]),
      ...rest.length > 0 ? [rest] : [],
    ],
    failed: [
      ...failed,
      ...keepers.filter(isUseless).flatMap(({ wrong }) => wrong),
    ],
  };
}

/** Nothing that it was to load can be used. */
function isUseless({ vehicles, plugins }: Keeper): boolean {
  return vehicles.length + plugins.length === 0;
}

async function openAll(
  groups: readonly (readonly Module[])[],
  options: KeeperOptions,
) {
  const opened = await Promise.allSettled(
    groups.map((modules) => Keeper.open(modules, options)),
  );
  const keepers = opened.flatMap((result) =>
    result.status === "fulfilled" ? [result.value] : []
  );
  const failed = opened.flatMap((result) =>
    result.status === "rejected" ? [reasonOf(result.reason)] : []
  );
  return { keepers, failed };
}
