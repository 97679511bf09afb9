import type { Clock, Stop } from "../mod.ts";

/** Rest before a call is hung up, ms. */
const BEFORE_HANG_UP = 100;

/** Incoming calls, which are not wanted. */
export class Calls {
  readonly #clock: Pick<Clock, "after">;
  readonly #run: (at: string) => void;
  #stop: Stop | undefined;
  /** Calls that were hung up. */
  ended = 0;

  /** @param run runs a command whose refusal changes nothing */
  constructor(clock: Pick<Clock, "after">, run: (at: string) => void) {
    this.#clock = clock;
    this.#run = run;
  }

  /** Somebody calls, as the modem says again with each ring. */
  hangUp(): void {
    this.#stop ??= this.#clock.after(BEFORE_HANG_UP, () => {
      this.#stop = undefined;
      this.ended++;
      // Modems for LTE end a call with the second one only.
      this.#run("ATH");
      this.#run("AT+CHUP");
    });
  }

  close(): void {
    this.#stop?.();
  }
}
