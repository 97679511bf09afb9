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

type Take = (what: string, error: unknown, plugin?: string) => void;

/** Ends what catches strays before there is a log; undefined where nothing does. */
let early: (() => void) | undefined;

/**
 * The same before there is a log, while modules are loaded into the program: told on standard error, until
 * `catchStrays` takes over.
 */
export function catchEarlyStrays(): void {
  early ??= listen((what, error, plugin = "of a module") =>
    console.error(
      `Plugin ${plugin} left an error behind (${what}): ${
        stackOf(error).split("\n", 1)
      }`,
    )
  );
}

/** @returns ends it */
function listen(take: Take): () => void {
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

/**
 * Catches every rejection and error that nothing else caught, counts it to the plugin whose code left
 * it, as far as that can be told, and logs it.
 * @returns ends it
 */
export function catchStrays({ log, fault }: StrayListener): () => void {
  early?.();
  early = undefined;
  return listen((what, error, plugin) => {
    if (plugin !== undefined) fault(plugin, error);
    log("error", `stray ${what}`, {
      ...plugin !== undefined && { plugin },
      error: stackOf(error),
    });
  });
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
