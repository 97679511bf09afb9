import type { SimPin } from "./sim_pin.ts";

/** What the dialogue has done for it. */
export interface DialogueActions {
  /** Sends a line outside of the ready state. */
  send(at: string): void;
  /** Opens the port again, since the modem did not answer to a restart. */
  reopen(): void;
  /** The ready state begins. */
  ready(): void;
  /** The ready state ended. */
  notReady(reason: string): void;
  /** Operator that the modem is to use, its short name; empty: the modem chooses (parameter 13). */
  operatorLock(): string;
  /** An entry of the SIM's phone book whose name begins with `O-` (provisioning). */
  phoneBook(name: string): void;
  /** Enters the SIM's PIN; left out: nobody does. */
  readonly pin?: SimPin;
}
