import type { Need } from "./car.ts";
import type { Controller, Still } from "./controller.ts";
import type { Ledger } from "./ledger.ts";

/** Who asks for a command. */
export interface Asker {
  /** For the journal: a link and a principal. */
  readonly who: string;
  /** The answer goes by text message, so that long lists are cut. */
  readonly brief: boolean;
}

/** What a running command works with. */
export interface Session extends Asker {
  readonly controller: Controller;
  readonly ledger: Ledger;
  /** Words behind the command. */
  readonly words: readonly string[];
  /** The command as it was given, for the journal and UNDO. */
  readonly command: string;
  /**
   * To be called before each write, as everything may have changed since the one before; what it gives
   * looks once more right before the frame is sent.
   * @throws Halt when the car is not known to be as needed, or the command has to end
   */
  readonly allow: (need: Need) => Promise<Still>;
}

/**
 * What a command does with the controller: nothing; it logs in and leaves the state as it is; it
 * returns to operational state when it is done, whatever became of it.
 */
export type Bus = "none" | "keeps state" | "returns";

/** A word behind CFG. */
export interface Command {
  readonly name: string;
  /** Its words as HELP shows them. */
  readonly usage: string;
  readonly summary: string;
  /** Further lines of HELP. */
  readonly help?: readonly string[];
  readonly bus: Bus;
  /** What it needs of the car, with these words: `on` where it only reads. */
  readonly needs: (ledger: Ledger, words: readonly string[]) => Need;
  /** Gives the text behind `CFG <CMD>: `; throws what the command fails with. */
  readonly run: (session: Session) => Promise<string> | string;
}
