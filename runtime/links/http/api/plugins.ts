import * as v from "valibot";
import { told } from "../../../contract/texts.ts";
import { CommandError } from "../../../contract/plugin.ts";
import type { PluginKeeper } from "../gateway.ts";
import { Problem } from "../answers/problem.ts";
import { route } from "./route.ts";

/** A plugin with what it may. */
export const pluginAnswer = v.object({
  id: v.string(),
  summary: told,
  /** The program's own, from outside but inside the program, or in a process of its own. */
  place: v.picklist(["own", "inside", "apart"]),
  state: v.picklist(["at work", "set aside", "ended", "left out"]),
  why: told,
  faults: v.number(),
  /** Bytes of its process; null where that is not known. */
  memory: v.nullable(v.number()),
  may: v.array(told),
  wants: v.array(told),
  /** What it was installed from; empty where it was not. */
  from: v.string(),
});

const said = v.object({ said: v.array(told) });

/** What the owner does with one. */
const ACTS = ["allow", "forbid", "reload", "remove"] as const;

/** Plugins and what the owner does with them. */
export const pluginRoutes = (keeper: PluginKeeper) => [
  route({
    method: "get",
    path: "/plugins/all",
    summary: "All plugins with where they run, what they may and want",
    answer: v.array(pluginAnswer),
    run: () =>
      keeper.list().map(({ may, wants, ...view }) => ({
        ...view,
        may: [...may],
        wants: [...wants],
      })),
  }),
  route({
    method: "post",
    path: "/plugins/install",
    summary:
      "Installs a plugin from npm or a path on the gateway; it runs when it is allowed what it asks for",
    owner: true,
    body: v.strictObject({
      from: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300)),
    }),
    answer: said,
    run: ({ body: { from } }, { caller: { who } }) =>
      saidBy(keeper.install(from, `http ${who}`)),
  }),
  route({
    method: "post",
    path: "/plugins/act",
    summary:
      "Allows a plugin from outside what it asks for, or nothing, loads it anew, or takes it away",
    owner: true,
    body: v.strictObject({
      id: v.pipe(v.string(), v.maxLength(80)),
      act: v.picklist(ACTS),
    }),
    answer: said,
    run: ({ body: { id, act } }, { caller: { who } }) =>
      saidBy(keeper[act](id, `http ${who}`)),
  }),
];

async function saidBy(
  work: Promise<readonly string[]>,
): Promise<v.InferOutput<typeof said>> {
  try {
    return { said: [...await work] };
  } catch (error) {
    throw error instanceof CommandError
      ? new Problem(400, error.message)
      : error;
  }
}
