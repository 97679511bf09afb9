import * as v from "valibot";
import {
  PAGE_GROUPS,
  PAGE_PLACES,
  type PageDecl,
} from "../../../contract/queries.ts";
import { sourcesOf } from "../../../commands/sources.ts";
import { modulePath } from "../static/plugin_files.ts";
import { route } from "./route.ts";

/** A page of a plugin. */
export const pageAnswer = v.object({
  /** Plugin, or vehicle type in lower case. */
  owner: v.string(),
  id: v.string(),
  name: v.string(),
  /** The same in other languages, by their code. */
  names: v.record(v.string(), v.string()),
  about: v.picklist(PAGE_GROUPS),
  /** Whether it is opened often: a phone has room for five. */
  often: v.boolean(),
  /** Path of an SVG icon, strokes on a square of 24. */
  icon: v.string(),
  /** A page of the menu, or a panel of one of the console's own. */
  place: v.picklist(PAGE_PLACES),
  /** Where its module is. */
  module: v.string(),
});

/** Whether the vehicle has what a page is of. */
const fits = ({ of }: PageDecl, written: ReadonlySet<string>) =>
  of === undefined || of.some((metric) => written.has(metric));

/** Where a page's group is among the groups. */
function rank(
  [, { def }]: readonly [string, { readonly def: PageDecl }],
): number {
  return PAGE_GROUPS.indexOf(def.about ?? "car");
}

/** Pages that plugins and the vehicle bring. */
export const pageRoutes = [
  route({
    method: "get",
    path: "/pages",
    summary: "Pages that plugins and the vehicle bring, in their order",
    answer: v.array(pageAnswer),
    run: (_, { services: { registry, host } }) => {
      const { metrics } = sourcesOf(host.plugins.map(({ plugin }) => plugin));
      return [...registry.pages].filter(([, { def }]) => fits(def, metrics))
        .toSorted((a, b) => rank(a) - rank(b)).map((
          [full, { owner, def }],
        ) => ({
          owner,
          id: full.slice(owner.length + 1),
          name: def.name,
          names: def.names ?? {},
          about: def.about ?? "car",
          often: def.often ?? false,
          icon: def.icon,
          place: def.place ?? "menu",
          module: modulePath(registry, owner, def.module),
        }));
    },
  }),
];
