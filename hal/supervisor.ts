import type { Clock } from "./mod.ts";
import { pause } from "./pause.ts";

/** Something open that can end by itself, such as a port whose device is pulled out. */
export interface Session {
  /** Resolves with a sentence when the device is gone or `close` was called; never rejects. */
  readonly ended: Promise<string>;
  /** Gives the device back; never rejects. */
  close(): Promise<void>;
}

/** How long a device that is gone is left alone before the next try, ms. */
export const RETRY_MS = 1000;

/** The state of a supervisor whose session is open. */
export const UP = "up";

/** Keeps a session open: opens it, waits for its end, opens it again and again until it succeeds. */
export class Supervisor<S extends Session> {
  #state = "not opened yet";
  #reopened = 0;
  #session: S | undefined;
  #running: Promise<void> | undefined;
  readonly #closing = new AbortController();
  #interrupt: ((reason: string) => void) | undefined;

  /**
   * @param connect opens the device; rejects with a sentence that says what is missing, and soon when the signal aborts
   * @param lost told when the session has ended by itself, or could not be opened
   */
  constructor(
    private readonly connect: (signal: AbortSignal) => Promise<S>,
    private readonly clock: Clock,
    private readonly retryMs: number = RETRY_MS,
    private readonly lost: (reason: string) => void = () => {},
  ) {}

  /** `up`, or a sentence that says what is missing. */
  get state(): string {
    return this.#state;
  }

  /** How often the device was opened again. */
  get reopened(): number {
    return this.#reopened;
  }

  /** The open session, if there is one. */
  get session(): S | undefined {
    return this.#session;
  }

  /** Begins; calling it again does nothing. */
  start(): void {
    this.#running ??= this.#run(this.#closing.signal);
  }

  /** Closes the session, if one is open, and opens the device again. */
  restart(reason: string): void {
    this.#interrupt?.(reason);
  }

  /** Ends everything for good. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#interrupt?.("closed");
    await this.#running;
    this.#state = "closed";
  }

  async #run(signal: AbortSignal): Promise<void> {
    for (let first = true; !signal.aborted;) {
      try {
        const session = await this.connect(signal);
        if (!first) this.#reopened++;
        first = false;
        this.#state = await this.#hold(session, signal);
      } catch (error) {
        this.#state = messageOf(error);
      }
      if (signal.aborted) return;
      this.lost(this.#state);
      await pause(this.clock, this.retryMs, signal);
    }
  }

  async #hold(session: S, signal: AbortSignal): Promise<string> {
    this.#session = session;
    this.#state = UP;
    const interrupted = new Promise<string>((resolve) =>
      this.#interrupt = resolve
    );
    if (signal.aborted) this.restart("closed");
    const reason = await Promise.race([session.ended, interrupted]);
    this.#interrupt = undefined;
    this.#session = undefined;
    this.#state = reason;
    await session.close();
    return reason;
  }
}

/** The sentence of an error. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
