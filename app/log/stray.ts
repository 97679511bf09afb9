/** Errors that nobody waits for: a forgotten promise or timer must not end the program. */
import type { Log } from "../../runtime/log.ts";
import { withoutHome } from "../../runtime/vehicle/fault_place.ts";
import { presentPlugin } from "../../runtime/vehicle/plugin_code.ts";

/** What strays are told to. */
export interface StrayListener {
  readonly log: Log;
  /** Counts a fault of a plugin. */
  readonly fault: (plugin: string, error: unknown) => void;
}

/**
 * Catches every rejection and error that nothing else caught, counts it to the plugin whose code left
 * it, as far as that can be told, and logs it.
 * @returns ends it
 */
export function catchStrays({ log, fault }: StrayListener): () => void {
  const take = (what: string, error: unknown, plugin?: string) => {
    if (plugin !== undefined) fault(plugin, error);
    log("error", `stray ${what}`, {
      ...plugin !== undefined && { plugin },
      error: stackOf(error),
    });
  };
  const rejected = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    take("rejection", event.reason, presentPlugin());
  };
  // Nobody's: an error of a timer is told in the context of whatever ran before it.
  const failed = (event: ErrorEvent) => {
    event.preventDefault();
    take("error", event.error);
  };
  globalThis.addEventListener("unhandledrejection", rejected);
  globalThis.addEventListener("error", failed);
  return () => {
    globalThis.removeEventListener("unhandledrejection", rejected);
    globalThis.removeEventListener("error", failed);
  };
}

/** Anything may be thrown, also what cannot be made a text. */
function stackOf(error: unknown): string {
  try {
    return withoutHome(
      error instanceof Error && error.stack ? error.stack : String(error),
    );
  } catch {
    return "something without a text";
  }
}
