import type { Flags } from "./flag.ts";

/** What only tells something, then ends. */
export const TELLING = {
  help: {
    type: "boolean",
    short: "h",
    group: "tell",
    help: "prints this text",
  },
  version: { type: "boolean", group: "tell", help: "prints the version" },
  list: {
    type: "boolean",
    group: "tell",
    help:
      "prints all verbs, codes, feature slots, settings and record types with their plugins",
  },
  notifications: {
    type: "boolean",
    group: "tell",
    help: "prints the messages to the owner with their delivery states",
  },
  journal: {
    type: "boolean",
    group: "tell",
    help: "prints the journal of configuration changes",
  },
} as const satisfies Flags;
