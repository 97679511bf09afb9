import * as v from "valibot";
import type { PageDecl } from "../../../contract/queries.ts";
import { modulePath } from "../plugin_files.ts";
import { route } from "./route.ts";

/** A page of a plugin. */
export const pageAnswer = v.object({
  /** Plugin, or vehicle type in lower case. */
  owner: v.string(),
  id: v.string(),
  name: v.string(),
  /** Path of an SVG icon, strokes on a square of 24. */
  icon: v.string(),
  /** Where its module is. */
  module: v.string(),
});

/** Pages about the gateway are the last. */
function rank(
  [, { def }]: readonly [string, { readonly def: PageDecl }],
): number {
  return def.about === "gateway" ? 1 : 0;
}

/** Pages that plugins and the vehicle bring. */
export const pageRoutes = [
  route({
    method: "get",
    path: "/pages",
    summary: "Pages that plugins and the vehicle bring, in their order",
    answer: v.array(pageAnswer),
    run: (_, { services: { registry } }) =>
      [...registry.pages].toSorted((a, b) => rank(a) - rank(b)).map((
        [full, { owner, def }],
      ) => ({
        owner,
        id: full.slice(owner.length + 1),
        name: def.name,
        icon: def.icon,
        module: modulePath(registry, owner, def.module),
      })),
  }),
];
