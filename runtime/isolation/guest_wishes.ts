import type { Priority } from "../contract/notices.ts";
import type { Loaded } from "../vehicle/loaded.ts";
import { call } from "../vehicle/plugin_code.ts";
import type { Wishes } from "./messages.ts";

const PRIORITIES: readonly Priority[] = [
  "alarm",
  "charge",
  "12v",
  "trunk",
  "info",
];

/** What a plugin says when it is asked, told before: whoever asks cannot wait. Undefined where nobody asks. */
export function wishesOf({ plugin, ctx }: Loaded): Wishes | undefined {
  const { polls = [], channels = {} } = plugin;
  if (polls.length + Object.keys(channels).length === 0) return undefined;
  const says = (question: unknown, ...about: unknown[]) =>
    question === undefined || call(question, ...about, ctx) === true;
  return {
    polls: polls.map(({ when }) => says(when)),
    channels: Object.fromEntries(
      Object.entries(channels).map(([name, { exists, ready }]) => [name, {
        exists: says(exists),
        ready: PRIORITIES.filter((priority) => says(ready, priority)),
      }]),
    ),
  };
}
