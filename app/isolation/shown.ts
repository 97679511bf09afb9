/** Plugins from outside as their owner sees them: how they are, what they may and want. */
import type { Outsider } from "../../plugins/outside/mod.ts";
import type { Grants } from "./grants.ts";
import type { Keeper } from "./keeper.ts";
import { INSIDE, type Right, rightsOf } from "./rights.ts";
import type { Insider, VehicleName } from "./types.ts";

/**
 * The plugins of one process.
 * @param runs whether it was admitted
 */
export function shownApart(
  { plugins, absence, memory }: Keeper,
  runs: boolean,
  grants: Grants | undefined,
): readonly Outsider[] {
  return plugins.map((plugin): Outsider => {
    const missing = grants?.missing(plugin) ?? [];
    const texts = (rights: readonly Right[]) => rights.map(({ text }) => text);
    return {
      id: plugin.id,
      summary: plugin.summary ?? "",
      state: !runs ? "left out" : absence === undefined ? "at work" : "ended",
      why: runs ? absence ?? "" : "",
      memory: runs && memory || null,
      may: texts(
        rightsOf(plugin).filter(({ key }) =>
          !missing.some((right) => right.key === key)
        ),
      ),
      wants: texts(missing),
    };
  });
}

/** What runs inside of one module: as the program is. */
export function shownInside(
  { plugins, vehicles }: Insider,
): readonly Outsider[] {
  return [
    ...plugins.map(({ id, summary = "" }) => inside(id, summary)),
    ...vehicles.map(vehicleInside),
  ];
}

/** A vehicle type that may not run. */
export function shownLeftOut(vehicle: VehicleName): Outsider {
  return {
    ...vehicleInside(vehicle),
    state: "left out",
    may: [],
    wants: [INSIDE.text],
  };
}

function inside(id: string, summary: string): Outsider {
  return {
    id,
    summary,
    state: "at work",
    why: "",
    memory: null,
    may: [INSIDE.text],
    wants: [],
  };
}

function vehicleInside({ type, name }: VehicleName): Outsider {
  return inside(type.toLowerCase(), `Vehicle type ${type} (${name})`);
}
