/** Which processes may run with what their plugins want, by what the owner says at a start. */
import type { Store } from "../../hal/mod.ts";
import { Grants, refusal, wishText } from "./grants.ts";
import type { Keeper } from "./keeper.ts";
import type { GrantWishes, Insider, VehicleName } from "./types.ts";

/** What asks to run. */
export interface Askers {
  readonly keepers: readonly Keeper[];
  readonly insiders: readonly Insider[];
  /** Vehicle types that may not run. */
  readonly leftOut: readonly VehicleName[];
}

/** What came of it. */
export interface Admission {
  readonly admitted: readonly Keeper[];
  /** A sentence for each plugin that does not run. */
  readonly leftOut: readonly string[];
  /** Names to which something is allowed and that nobody has. */
  readonly unknown: readonly string[];
}

/** Writes down what the owner allows and takes away, and admits what has all that it wants. */
export function admission(
  store: Store,
  askers: Askers,
  { grant, revoke, ask }: GrantWishes,
): Admission {
  const { keepers, insiders } = askers;
  const grants = new Grants(store), leftOut: string[] = [];
  const unknown: string[] = [];
  for (const id of revoke) {
    grants.take(id);
    grants.setInside(id.toUpperCase(), undefined);
  }
  for (const { module, trusted, vehicles } of insiders) {
    if (trusted) continue;
    for (const { type } of vehicles) grants.setInside(type, module.specifier);
  }
  const plugins = keepers.flatMap(({ plugins }) => plugins);
  for (const id of grant) {
    const plugin = plugins.find((plugin) => plugin.id === id);
    if (isVehicle(id, askers)) continue;
    if (plugin) grants.give(plugin);
    else unknown.push(id);
  }
  const admitted = keepers.filter(({ plugins }) =>
    plugins.every((plugin) => {
      const wishes = grants.missing(plugin), { id } = plugin;
      if (wishes.length === 0) return true;
      if (
        !revoke.includes(id) &&
        ask(`Plugin ${id} wants to ${wishText(wishes)}. Allow it?`)
      ) {
        grants.give(plugin);
        return true;
      }
      leftOut.push(`Plugin ${id} is left out: ${refusal(id, wishes)}`);
      return false;
    })
  );
  return { admitted, leftOut, unknown };
}

function isVehicle(id: string, { insiders, leftOut }: Askers): boolean {
  const types = [...insiders.flatMap(({ vehicles }) => vehicles), ...leftOut];
  return types.some(({ type }) => type.toLowerCase() === id);
}
