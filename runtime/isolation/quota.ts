/** How much a plugin in a process of its own may keep. */
import { CommandError } from "../contract/plugin.ts";
import { MEMORY_QUOTA } from "./messages.ts";

/**
 * Refuses more than a plugin may keep.
 * @throws CommandError that says how much that is
 */
export function checkQuota(values: ReadonlyMap<string, string>): void {
  let size = 0;
  for (const [key, value] of values) size += key.length + value.length;
  if (size <= MEMORY_QUOTA) return;
  throw new CommandError(
    `There is no room for that: a plugin keeps at most ${
      MEMORY_QUOTA / 1024
    } KB of small values`,
  );
}
