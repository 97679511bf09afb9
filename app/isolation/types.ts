/** What the program knows of plugins from outside before any of them is loaded. */
import type { Clock } from "../../hal/mod.ts";
import type { Runtime } from "../../runtime/runtime.ts";

/** A module from outside. */
export interface Module {
  /** How the user named it. */
  readonly name: string;
  /** A file URL or a package specifier. */
  readonly specifier: string;
}

/** A clock that may have to wait for what happens outside of the program. */
export type HoldingClock = Clock & { hold?(work: Promise<unknown>): void };

/** Plugins in processes of their own. */
export interface Outside {
  /** Puts them to work, before the runtime starts. */
  attach(runtime: Runtime, clock: HoldingClock): void;
  /** Resolves when they have done what they were told last. */
  settle(): Promise<void>;
  /** Ends their processes. */
  close(): Promise<void>;
}
