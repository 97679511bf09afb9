import { STATE, type StateNumber } from "./states.ts";

/** Seconds without network before something is done about it. */
const PATIENCE = 120;
/** What is done, in order: the operator is selected again, the modem set up again, then restarted. */
const REMEDIES = [STATE.operator, STATE.softReset, STATE.hardReset] as const;
/** The longest time between two remedies, s. */
const LONGEST = 3600;

/** Watches over a network that stays away, and knows what to do about it. */
export class NetworkWatch {
  #seconds = 0;
  /** Remedies that did not bring a network. */
  #remedies = 0;

  /** There is a network. */
  connected(): void {
    this.#seconds = this.#remedies = 0;
  }

  /** Nothing is waited for at present. */
  stop(): void {
    this.#seconds = 0;
  }

  /** The network went away: waits for it, longer after each round of remedies. */
  begin(): void {
    if (this.#seconds > 0) return;
    const rounds = Math.floor(this.#remedies / REMEDIES.length);
    this.#seconds = Math.min(PATIENCE * 2 ** rounds, LONGEST);
  }

  /** A second has passed; the state to go to, when there was no network for too long. */
  second(): StateNumber | undefined {
    if (this.#seconds === 0 || --this.#seconds > 0) return undefined;
    return REMEDIES[this.#remedies++ % REMEDIES.length] ?? STATE.operator;
  }
}
