import type { BytePort, OpenPort } from "./byte_port.ts";
import type { Clock, Stop } from "./mod.ts";

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
  readonly #open: OpenPort;
  readonly #clock: Clock;
  readonly #events: ByteLinkEvents;
  readonly #times: ByteLinkTimes;
  #writer: WritableStreamDefaultWriter<Uint8Array> | undefined;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  #task: Promise<void> | undefined;
  #closed = false;
  #endPause: (() => void) | undefined;
  #sessions = 0;
  #problem: string | undefined = "not opened yet";

  constructor(
    open: OpenPort,
    clock: Clock,
    events: ByteLinkEvents,
    times: ByteLinkTimes = { retry: 2000 },
  ) {
    this.#open = open;
    this.#clock = clock;
    this.#events = events;
    this.#times = times;
  }

  /** Why the port is not open, or undefined while it is. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** How often the port was opened again after the first time. */
  get reopened(): number {
    return Math.max(0, this.#sessions - 1);
  }

  start(): void {
    this.#task ??= this.#run();
  }

  /** Writes in the order of the calls; bytes for a port that is not open are dropped. */
  write(bytes: Uint8Array): void {
    this.#writer?.write(bytes).catch(() => this.reopen());
  }

  /** Closes the port and opens it again after the pause. */
  reopen(): void {
    this.#reader?.cancel().catch(() => {});
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#endPause?.();
    this.reopen();
    await this.#task;
  }

  async #run(): Promise<void> {
    while (!this.#closed) {
      const reason = await this.#session();
      this.#problem = reason;
      if (this.#closed) return;
      this.#events.lost(reason);
      await this.#pause();
    }
  }

  /** One life of the port; resolves with the reason of its end. */
  async #session(): Promise<string> {
    let port: BytePort;
    try {
      port = await this.#open();
    } catch (error) {
      return sentence(error);
    }
    const writer = this.#writer = port.writable.getWriter();
    const reader = this.#reader = port.readable.getReader();
    // The loss is noticed by reading; a writer nobody awaits must not raise an unhandled rejection.
    writer.closed.catch(() => {});
    try {
      return this.#closed ? "closed" : await this.#read(reader);
    } catch (error) {
      return sentence(error);
    } finally {
      this.#writer = this.#reader = undefined;
      reader.releaseLock();
      writer.releaseLock();
      await port.close().catch(() => {});
    }
  }

  async #read(
    reader: ReadableStreamDefaultReader<Uint8Array>,
  ): Promise<string> {
    const guard = this.#watch();
    try {
      this.#sessions++;
      this.#problem = undefined;
      this.#events.opened();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return guard.reason ?? "the device ended the connection";
        guard.heard = true;
        this.#events.bytes(value);
      }
    } finally {
      guard.stop();
    }
  }

  /** Opens the port again when a whole period passed without a byte. */
  #watch(): { heard: boolean; reason: string | undefined; stop: Stop } {
    const guard = {
      heard: true,
      reason: undefined as string | undefined,
      stop: () => {},
    };
    const { silence } = this.#times;
    if (silence === undefined) return guard;
    guard.stop = this.#clock.every(silence, () => {
      if (!guard.heard) {
        guard.reason = `nothing was received for ${silence / 1000} s`;
        this.reopen();
      }
      guard.heard = false;
    });
    return guard;
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.#clock.after(this.#times.retry, resolve);
      this.#endPause = () => {
        stop();
        resolve();
      };
    });
  }
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
