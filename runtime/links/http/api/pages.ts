import * as v from "valibot";
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

/** Pages that plugins and the vehicle bring. */
export const pageRoutes = [
  route({
    method: "get",
    path: "/pages",
    summary: "Pages that plugins and the vehicle bring, in their order",
    answer: v.array(pageAnswer),
    run: (_, { services: { registry } }) =>
      [...registry.pages].map(([full, { owner, def }]) => ({
        owner,
        id: full.slice(owner.length + 1),
        name: def.name,
        icon: def.icon,
        module: modulePath(registry, owner, def.module),
      })),
  }),
];
