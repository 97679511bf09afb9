/** What the program knows of plugins from outside before any of them is loaded. */
import type { Clock, Store } from "../../hal/mod.ts";
import type { Plugin } from "../../runtime/contract/plugin.ts";
import type { Runtime } from "../../runtime/runtime.ts";

/** A module from outside. */
export interface Module {
  /** How the user named it. */
  readonly name: string;
  /** A file URL or a package specifier. */
  readonly specifier: string;
  /** File with the digests of a package and all that it needs. */
  readonly lock?: string;
}

/** A clock that may have to wait for what happens outside of the program. */
export type HoldingClock = Clock & { hold?(work: Promise<unknown>): void };

/** What the owner says of rights at a start. */
export interface GrantWishes {
  /** Ids of plugins that are allowed all that they ask for, and of those that are allowed nothing. */
  readonly grant: readonly string[];
  readonly revoke: readonly string[];
  /** Asks somebody who sits there; false where nobody does. */
  readonly ask: (question: string) => boolean;
}

/** Plugins in processes of their own. */
export interface Outside {
  /** All of them, whatever they are allowed. */
  readonly plugins: readonly Plugin[];
  /**
   * Looks what the owner allows them.
   * @returns those that run, and a sentence for each that is left out
   * @throws UsageError when nobody knows a plugin that is named
   */
  admit(store: Store, wishes: GrantWishes): {
    readonly plugins: readonly Plugin[];
    readonly leftOut: readonly string[];
  };
  /** Puts them to work, before the runtime starts. */
  attach(runtime: Runtime, clock: HoldingClock): void;
  /** What the owner can do with them. */
  readonly verbs: Plugin;
  /** Folders and files of those that run. */
  readonly folders: readonly string[];
  /**
   * Loads one, or all, anew; where that does not go, the one before goes on.
   * @returns sentences about it
   * @throws CommandError where there is no plugin of that id
   */
  reload(id?: string): Promise<readonly string[]>;
  /** Resolves when they have done what they were told last. */
  settle(): Promise<void>;
  /** Ends their processes. */
  close(): Promise<void>;
}
