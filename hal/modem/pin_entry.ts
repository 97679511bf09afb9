import type { SimPin } from "./sim_pin.ts";

/** Where the SIM's PIN is, in the dialogue with the modem. */
export class PinEntry {
  /** Undefined: nobody enters one. */
  readonly #pin: SimPin | undefined;
  /** The SIM waits for its PIN. */
  #wanted = false;
  /** The PIN was sent, and not answered yet. */
  #entered = false;

  constructor(pin: SimPin | undefined) {
    this.#pin = pin;
  }

  /** Whether the answer to the PIN is awaited. */
  get entered(): boolean {
    return this.#entered;
  }

  /** The dialogue is in another state. */
  forget(): void {
    this.#wanted = this.#entered = false;
  }

  /** The check of the PIN begins. */
  begin(): void {
    this.#pin?.begin();
  }

  /** Takes a line that may tell which SIM it is, with or without a name in front. */
  identify(line: string): void {
    const [, iccid] = /^(?:\+I?CCID: ?)?"?(89\d{16,18})[\dF]?"?$/i.exec(line) ??
      [];
    if (iccid !== undefined) this.#pin?.identify(iccid);
  }

  /**
   * What the modem told of the PIN.
   * @param passed whether none is needed any more
   */
  told(value: string, passed: boolean): void {
    this.#wanted = value === "SIM PIN";
    if (passed) this.#pin?.accepted();
    else if (!this.#wanted) this.#pin?.locked(value);
  }

  /** The command with the PIN, where the SIM waits and there is one that may be tried. */
  command(): string | undefined {
    if (!this.#wanted) return undefined;
    this.#wanted = false;
    const pin = this.#pin?.take();
    if (pin === undefined) return undefined;
    this.#entered = true;
    return `AT+CPIN="${pin}"`;
  }

  /**
   * The modem said OK, perhaps to something else that it was asked before: only a SIM that is open tells
   * that the PIN was right.
   */
  answered(): void {
    this.#entered = false;
  }

  /** The modem refused it. */
  refused(line: string): void {
    this.#entered = false;
    this.#pin?.refused(line);
  }
}
