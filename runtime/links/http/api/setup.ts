import * as v from "valibot";
import { told } from "../../../contract/texts.ts";
import { VERSION } from "../../../version.ts";
import type { Setup } from "../gateway.ts";
import { Problem } from "../answers/problem.ts";
import { route } from "./route.ts";

/** What was found on the machine. */
export const findingAnswer = v.object({
  device: v.string(),
  what: told,
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

/** The gateway's devices: with what it runs, and what is chosen. */
export const chosenAnswer = v.object({
  /** Whether it is a gateway; else all is simulated, and what is chosen counts for a gateway with this store. */
  gateway: v.boolean(),
  /** Whether `POST /restart` is possible. */
  restarts: v.boolean(),
  /** Sentences about what is left out. */
  leftOut: v.array(told),
  devices: v.array(v.object({
    /** Such as `can`. */
    name: v.string(),
    /** Setting that chooses it. */
    setting: v.string(),
    /** As flag or environment name it, against which the setting counts for nothing; null where they do not. */
    given: v.nullable(v.string()),
    /** What the program runs with; empty for none. */
    used: v.string(),
    /** What is chosen is being opened, to see whether it works. */
    tried: v.boolean(),
    /** Why what is chosen is not used; null where it is, or counts later. */
    why: v.nullable(told),
    /** What is chosen counts only from the next start on. */
    later: v.boolean(),
    /** What is chosen; empty for none. */
    chosen: v.string(),
    /** What it may be, in words. */
    expected: told,
  })),
});

/** Time for the answer to be on its way, ms. */
const RESTART = 500;
const PREFIX = "devices.";

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
    path: "/devices/chosen",
    summary:
      "Devices that flags and environment name, that the program runs with, and that are chosen by the settings devices.*",
    answer: chosenAnswer,
    run(_, { services: { settings } }) {
      const at = new Map(
        setup.chosen?.devices.map((device) => [device.name, device]),
      );
      return {
        gateway: setup.chosen !== undefined,
        restarts: setup.restart !== undefined,
        leftOut: [...setup.chosen?.leftOut ?? []],
        devices: settings.list()
          .filter(({ name }) => name.startsWith(PREFIX))
          .map(({ name: setting, value, expected }) => {
            const name = setting.slice(PREFIX.length);
            const { given, used = "", tried = false, why, later = true } =
              at.get(name) ?? {};
            const chosen = String(value);
            return {
              name,
              setting,
              given: given ?? null,
              used,
              tried,
              why: why ?? null,
              later,
              chosen,
              expected,
            };
          }),
      };
    },
  }),
  route({
    method: "post",
    path: "/restart",
    summary:
      "Ends the program, which the system starts again: what is chosen for its next start counts then",
    owner: true,
    body: v.strictObject({}),
    answer: v.object({ ok: v.literal(true) }),
    run(_, { services: { options: { hal: { clock } } } }) {
      const { restart } = setup;
      if (restart === undefined) {
        throw new Problem(
          409,
          "Nothing starts the program again: end it and start it by hand",
        );
      }
      clock.after(RESTART, restart);
      return { ok: true } as const;
    },
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
