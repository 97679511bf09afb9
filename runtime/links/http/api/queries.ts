import type { Entry, Registry } from "../../../commands/registry.ts";
import type { AnyQuery } from "../../../contract/queries.ts";
import { Problem } from "../answers/problem.ts";
import { checkRight, type Route, senderOf } from "./route.ts";

/** What a query that has no answer means to a browser. */
const STATUS = { wrong: 400, denied: 403, failed: 409 } as const;

/** The queries of all loaded plugins as routes. */
export function queryRoutes(
  { queries }: Pick<Registry, "queries">,
): readonly Route[] {
  return [...queries].map(([name, entry]) => routeOf(name, entry));
}

/** The route of one query; undefined where there is none, or it wants another method. */
export function queryRoute(
  { queries }: Pick<Registry, "queries">,
  name: string,
  method: string,
): Route | undefined {
  const entry = queries.get(name);
  const route = entry && routeOf(name, entry);
  return route?.method === method ? route : undefined;
}

function routeOf(name: string, { def }: Entry<AnyQuery>): Route {
  const { summary, owner = false, args, answer, acts = false } = def;
  return {
    method: acts ? "post" : "get",
    path: `/plugins/${name}`,
    summary,
    owner,
    params: undefined,
    query: acts ? undefined : args,
    body: acts ? args : undefined,
    answer,
    largest: undefined,
    also: [],
    async handle({ query, body }, { services, caller }) {
      checkRight(caller, acts ? "post" : "get", owner);
      const asked = await services.query(
        name,
        acts ? body : query,
        !acts,
        senderOf(caller),
      );
      if (asked?.status === "ok") return asked.value;
      const text = asked?.text ?? `There is no query ${name}`;
      throw new Problem(STATUS[asked?.status ?? "failed"], text);
    },
  };
}
