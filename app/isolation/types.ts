/** What the program knows of plugins from outside before any of them is loaded. */
import type { Clock, Store } from "../../hal/mod.ts";
import type { Outsider } from "../../plugins/outside/mod.ts";
import type { Plugin } from "../../runtime/contract/plugin.ts";
import type { Vehicle } from "../../runtime/contract/vehicle.ts";
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

/** A vehicle type of a module, as a process of its own tells of it. */
export interface VehicleName {
  readonly type: string;
  readonly name: string;
}

/** A module that brings vehicle types; plugins beside them run in a process as any others. */
export interface VehicleModule {
  readonly module: Module;
  readonly vehicles: readonly VehicleName[];
}

/** What runs inside the program of one module. */
export interface Insider {
  readonly module: Module;
  /** Whether the user trusts the whole of it; else plugins beside its vehicles run in a process. */
  readonly trusted: boolean;
  plugins: readonly Plugin[];
  vehicles: readonly Vehicle[];
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

/** Plugins in processes of their own, and what else is from outside. */
export interface Outside {
  /** All of those in processes, whatever they are allowed. */
  readonly plugins: readonly Plugin[];
  /** What runs inside the program: it can be loaded anew as well. */
  readonly insiders: Insider[];
  /** Vehicle types that may not run. */
  readonly leftOut: VehicleName[];
  /**
   * Looks what the owner allows them.
   * @returns those that run, a sentence for each that is left out, and names of a grant that nobody has
   */
  admit(store: Store, wishes: GrantWishes): {
    readonly plugins: readonly Plugin[];
    readonly leftOut: readonly string[];
    readonly unknown: readonly string[];
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
  /** How each of them is. */
  list(): readonly Outsider[];
  /**
   * Loads a module while the program runs, in the place of what has the same name. What wants more than it
   * is allowed is left out.
   * @throws Error with one sentence when it cannot be used; then nothing has changed
   */
  add(module: Module): Promise<void>;
  /**
   * Puts a plugin to work that was left out, as its rights allow it now, or ends one that they no longer allow.
   * @throws CommandError where there is no plugin of that id, or a controller is worked on
   */
  regrant(id: string): Promise<void>;
  /** Ends a plugin and forgets it; nothing where there is none of that id. */
  drop(id: string): Promise<void>;
  /** Resolves when they have done what they were told last. */
  settle(): Promise<void>;
  /** Ends their processes. */
  close(): Promise<void>;
}
