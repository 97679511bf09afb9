import type { OpenPort } from "./byte_port.ts";
import { ByteSession } from "./byte_session.ts";
import type { Clock, Stop } from "./mod.ts";
import { Supervisor, UP } from "./supervisor.ts";

/** What a link tells its user. */
export interface ByteLinkEvents {
  /** The port is open, for the first time or again. */
  opened(): void;
  bytes(chunk: Uint8Array): void;
  /** The port could not be opened or is gone; it is tried again. */
  lost(reason: string): void;
}

/** Times of a link, ms. */
export interface ByteLinkTimes {
  /** Pause before the port is opened again. */
  readonly retry: number;
  /** Without any byte for so long the port is opened again; left out: never. */
  readonly silence?: number;
}

/** Keeps a byte port open: opens it again after an error, an end or a long silence. */
export class ByteLink {
  readonly #supervisor: Supervisor<ByteSession>;
  readonly #clock: Clock;
  readonly #events: ByteLinkEvents;
  readonly #times: ByteLinkTimes;
  #session: ByteSession | undefined;
  #heard = false;
  #stopWatch: Stop = () => {};

  constructor(
    open: OpenPort,
    clock: Clock,
    events: ByteLinkEvents,
    times: ByteLinkTimes = { retry: 2000 },
  ) {
    this.#clock = clock;
    this.#events = events;
    this.#times = times;
    this.#supervisor = new Supervisor(
      (signal) => this.#connect(open, signal),
      clock,
      times.retry,
      (reason) => this.#lost(reason),
    );
  }

  /** Why the port is not open, or undefined while it is. */
  get problem(): string | undefined {
    const { state } = this.#supervisor;
    return state === UP ? undefined : state;
  }

  /** How often the port was opened again after the first time. */
  get reopened(): number {
    return this.#supervisor.reopened;
  }

  start(): void {
    this.#supervisor.start();
  }

  /** Writes in the order of the calls; bytes for a port that is not open are dropped. */
  write(bytes: Uint8Array): void {
    this.#session?.write(bytes).catch(() => this.reopen());
  }

  /** Closes the port and opens it again after the pause. */
  reopen(): void {
    this.#supervisor.restart("opening it again");
  }

  async close(): Promise<void> {
    await this.#supervisor.close();
    this.#stopWatch();
  }

  async #connect(
    open: OpenPort,
    signal: AbortSignal,
  ): Promise<ByteSession> {
    const session = new ByteSession(await open(signal), (chunk) => {
      this.#heard = true;
      this.#events.bytes(chunk);
    });
    this.#session = session;
    this.#watch();
    // Before the first byte, which comes later than this call returns.
    this.#events.opened();
    return session;
  }

  #lost(reason: string): void {
    this.#session = undefined;
    this.#stopWatch();
    this.#events.lost(reason);
  }

  /** Opens the port again when a whole period passed without a byte. */
  #watch(): void {
    const { silence } = this.#times;
    if (silence === undefined) return;
    this.#heard = true;
    this.#stopWatch = this.#clock.every(silence, () => {
      const reason = `nothing was received for ${silence / 1000} s`;
      if (!this.#heard) this.#supervisor.restart(reason);
      this.#heard = false;
    });
  }
}
