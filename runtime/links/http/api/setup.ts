import * as v from "valibot";
import { VERSION } from "../../../version.ts";
import type { Setup } from "../gateway.ts";
import { route } from "./route.ts";

/** What was found on the machine. */
export const findingAnswer = v.object({
  device: v.string(),
  what: v.string(),
  /** The flag that names it; empty where there is nothing to name. */
  flag: v.string(),
  aliases: v.array(v.string()),
});

/** Which version this is, and what is known of others. */
export const versionAnswer = v.object({
  version: v.string(),
  /** A newer one; null where there is none, or nobody is asked. */
  newer: v.nullable(v.string()),
  /** What changed with each version, as Markdown. */
  changes: v.string(),
});

/** First steps. */
export const setupRoutes = (setup: Setup) => [
  route({
    method: "post",
    path: "/probe",
    summary:
      "Listens and asks on serial ports that the program does not use, and lists CAN interfaces; nothing is sent to a bus",
    owner: true,
    body: v.strictObject({}),
    answer: v.object({ found: v.array(findingAnswer) }),
    run: async () => ({
      found: (await setup.probe()).map(({ aliases, ...finding }) => ({
        ...finding,
        aliases: [...aliases],
      })),
    }),
  }),
  route({
    method: "get",
    path: "/version",
    summary:
      "Which version this is, what changed, and whether there is another",
    answer: versionAnswer,
    run: async () => ({
      version: VERSION,
      newer: setup.newer ?? null,
      changes: await setup.changes(),
    }),
  }),
];
