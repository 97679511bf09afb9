/** `--watch`: plugins whose files change are loaded anew. */
import { SystemClock } from "../../hal/clock.ts";
import type { Stop } from "../../hal/mod.ts";
import type { Log } from "../../runtime/log.ts";
import { reasonOf } from "../usage_error.ts";
import type { Outside } from "./types.ts";

/** Time in which an editor writes all of its files, ms. */
const QUIET = 300;

/**
 * Begins to watch.
 * @returns ends it
 */
export function watchPlugins(outside: Outside, log: Log): () => void {
  const { folders } = outside;
  if (folders.length === 0) return () => {};
  const watcher = Deno.watchFs([...folders]);
  const clock = new SystemClock();
  let stop: Stop = () => {};
  const reload = async () => {
    for (const sentence of await outside.reload()) log("warning", sentence);
  };
  const follow = async () => {
    for await (const { kind } of watcher) {
      if (kind === "access") continue;
      stop();
      stop = clock.after(QUIET, () => {
        reload().catch((error) => log("error", reasonOf(error)));
      });
    }
  };
  follow().catch((error) => log("error", reasonOf(error)));
  return () => {
    stop();
    watcher.close();
  };
}
