/** Plugins and vehicle types from outside, as `--list` tells of them. */
import { SystemClock } from "../../hal/clock.ts";
import { readUserStore } from "../gateway.ts";
import type { Outsider } from "../listing.ts";
import { type Offer, ownOffer } from "../offer.ts";
import { MEMORY } from "../settings.ts";
import { Grants, wishText } from "./grants.ts";
import { INSIDE as RIGHT, rightsOf } from "./rights.ts";

const INSIDE = "inside the program", APART = "in a process of its own";

/**
 * What there is.
 * @param store file in which it stands what they are allowed
 */
export function outsidersOf(
  { extra, vehicles, outside }: Offer,
  store: string,
): readonly Outsider[] {
  const foreign = vehicles.filter((one) => !ownOffer.vehicles.includes(one));
  const leftOut = outside?.leftOut ?? [];
  const plugins = extra.filter((plugin) => plugin !== outside?.verbs);
  if (plugins.length + foreign.length + leftOut.length === 0) return [];
  const opened = isThere(store)
    ? readUserStore(store, new SystemClock())
    : undefined;
  try {
    const grants = opened && new Grants(opened);
    const inside = (name: string) => ({
      name,
      place: INSIDE,
      rights: "may all",
    });
    return [
      ...foreign.map(({ type, name }) => inside(`${type} (${name})`)),
      ...leftOut.map(({ type, name }) => ({
        name: `${type} (${name})`,
        place: "left out",
        rights: `wants to ${RIGHT.text}`,
      })),
      ...plugins.map((plugin) => {
        const { id } = plugin, rights = rightsOf(plugin);
        if (!outside?.plugins.includes(plugin)) return inside(id);
        const missing = grants?.missing(plugin) ?? rights;
        return {
          name: id,
          place: APART,
          rights: rights.length === 0
            ? "may nothing else"
            : `${missing.length === 0 ? "may" : "wants to"} ${
              wishText(missing.length === 0 ? rights : missing)
            }`,
        };
      }),
    ];
  } finally {
    opened?.close();
  }
}

function isThere(store: string): boolean {
  try {
    return store !== MEMORY && Deno.statSync(store).isFile;
  } catch {
    return false;
  }
}
