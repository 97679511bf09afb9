import { ownOffer } from "./offer.ts";

/** Ids of all plugins that the program brings. */
export function ownIds(): ReadonlySet<string> {
  const { common, vehicles } = ownOffer;
  return new Set(
    [...common, ...vehicles.flatMap(({ plugins }) => plugins)]
      .map(({ id }) => id),
  );
}
