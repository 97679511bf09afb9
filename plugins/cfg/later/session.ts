import type { Session } from "../command.ts";
import type { World } from "../run_command.ts";
import type { GearboxChoice } from "./base.ts";
import type { Limits, Motor } from "./tuning.ts";
import type { Login, Working } from "./working.ts";

/** What commands of the last release find besides what all find. */
export interface LaterWorld extends World {
  readonly working: Working;
  readonly gearbox: GearboxChoice;
  /** Where the motor's torque breaks down, if the owner told. */
  readonly motor: Motor | undefined;
  /** What the battery gives and takes; undefined while automatic power is switched off. */
  readonly limits: () => Limits | undefined;
  /** What was written goes for automatic power and kickdown. */
  readonly wrote: Wrote;
}

/** Hears what was written, and that a command is carried out. */
export interface Wrote {
  /** Presses of D or R count anew; one is expected that the controller tells by itself. */
  presses(expected: boolean): void;
  /** DRIVE or RECUP, for these limits; both for a profile. */
  levels(which: "drive" | "recup" | "both"): void;
  /** Threshold and compensation point of the kickdown, where they were given. */
  kickdown(threshold: number | undefined, zero: number | undefined): void;
}

/** What a running command of the last release works with. */
export interface LaterSession extends Session {
  readonly world: LaterWorld;
  readonly working: Working;
  /** The controller; only of commands that log in. */
  readonly login: () => Login;
  /**
   * Requests pre-operational state, the car being looked at right before.
   * @throws Failure 002x
   */
  readonly enterPreOp: () => Promise<void>;
}

/**
 * What a command does with the controller: nothing; it logs in and leaves the state as it is; it
 * returns to operational state when it is done; it goes pre-operational before that.
 */
export type LaterBus = "none" | "keeps state" | "returns" | "pre-op";

/** A word behind CFG. */
export interface LaterCommand {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  /** Further lines of HELP. */
  readonly help?: readonly string[];
  readonly bus: LaterBus | ((words: readonly string[]) => LaterBus);
  /** It only reads: a car that charges may be asked. */
  readonly reads?: boolean;
  readonly run: (session: LaterSession) => Promise<string> | string;
}
