import * as v from "valibot";
import { told } from "../../../contract/texts.ts";
import { RIGHTS } from "../login/tokens.ts";
import { route } from "./route.ts";

const column = v.union([v.number(), v.literal("text")]);

/** What there is to use. */
export const registryAnswer = v.object({
  commands: v.array(v.object({
    kind: v.picklist(["verb", "code"]),
    name: v.string(),
    usage: v.string(),
    summary: told,
    owner: v.string(),
    query: v.boolean(),
  })),
  features: v.array(v.object({
    slot: v.number(),
    summary: told,
    owner: v.string(),
  })),
  records: v.array(v.object({
    type: v.string(),
    summary: told,
    owner: v.string(),
    fields: v.record(v.string(), column),
  })),
});

/** Which vehicle this is, and who asks. */
export const vehicleAnswer = v.object({
  id: v.string(),
  type: v.string(),
  name: v.string(),
  version: v.string(),
  units: v.picklist(["K", "M"]),
  caller: v.picklist(["owner", "password"]),
  /** What the login may: look, command, or everything. */
  right: v.picklist(RIGHTS),
  /** Whether one has to log in at all. */
  login: v.boolean(),
  /** Address of a tile server for maps and what is said of it; empty for none. */
  map: v.object({ tiles: v.string(), attribution: v.string() }),
});

/** Plugins and their faults. */
export const pluginsAnswer = v.array(v.object({
  id: v.string(),
  summary: told,
  faults: v.number(),
  /** After too many faults it is set aside. */
  aside: v.boolean(),
}));

/** How the program does. */
export const healthAnswer = v.object({
  /** Streams that are open: one for all windows of a browser. */
  streams: v.number(),
  problems: v.array(told),
  drivers: v.array(v.string()),
  store: v.string(),
  uptime: v.number(),
});

/** What there is: verbs, codes, features, records, plugins, and how the program does. */
export const registryRoutes = [
  route({
    method: "get",
    path: "/registry",
    summary:
      "All verbs, codes, feature slots and record types with their plugins",
    answer: registryAnswer,
    run: (_, { services: { registry } }) => ({
      commands: registry.commands().map((info) => ({ ...info })),
      features: [...registry.features].map(([slot, { owner, def }]) => ({
        slot,
        summary: def.summary,
        owner,
      })).sort((a, b) => a.slot - b.slot),
      records: [...registry.records].map(([type, { owner, def }]) => ({
        type,
        summary: def.summary,
        owner,
        fields: { ...def.fields },
      })),
    }),
  }),
  route({
    method: "get",
    path: "/vehicle",
    summary: "Which vehicle this is, the owner's unit, and who you are",
    answer: vehicleAnswer,
    run: (
      _,
      { services: { vehicle, params, units, host, core }, caller, access },
    ) => ({
      id: params.get(8),
      type: vehicle?.type ?? "",
      name: vehicle?.name ?? "",
      version: String(host.metrics.look("m.version").value ?? ""),
      units,
      caller: caller.principal,
      right: caller.right,
      login: access.options.needed,
      map: { ...core.map },
    }),
  }),
  route({
    method: "get",
    path: "/plugins",
    summary: "All plugins and their faults",
    answer: pluginsAnswer,
    run: (_, { services: { host } }) =>
      host.plugins.map(({ plugin: { id, summary = "" }, faults, aside }) => ({
        id,
        summary,
        faults,
        aside,
      })),
  }),
  route({
    method: "get",
    path: "/health",
    summary: "What is wrong at present, and what the drivers count",
    answer: healthAnswer,
    run: (_, { services, streams }) => ({
      streams: streams(),
      problems: [...services.health.problems()],
      drivers: [...services.health.drivers()],
      store: services.options.hal.store.name,
      uptime: services.seconds,
    }),
  }),
];
