import { checkSendable } from "../can_frame.ts";
import type { CanCounters, CanDriver, CanFrame, Clock, Stop } from "../mod.ts";
import { RETRY_MS, type Session, Supervisor, UP } from "../supervisor.ts";

/** What all CAN drivers of this folder are told by their opener. */
export interface CanOptions {
  readonly clock: Clock;
  /** True while other signs say that the bus lives: only then is silence a fault. Without it silence never is. */
  readonly busShouldLive?: () => boolean;
  /** Silence after which the device is opened again, ms; 10 s if left out. */
  readonly silenceMs?: number;
  /** Pause between tries to open, ms; 1 s if left out. */
  readonly retryMs?: number;
  /** How long frames are gathered after the first has come, ms; 5 if left out. */
  readonly coalesceMs?: number;
}

/** Where an open device puts what it gets. */
export interface CanSink {
  /** A frame; the object may be filled again after the call. */
  frame(frame: CanFrame): void;
  /** An error frame, a line or structure that could not be read. */
  error(): void;
  /** Frames that were lost. */
  overrun(count: number): void;
  /** A fault of the bus that the device itself survives, such as bus-off; undefined when it is over. */
  trouble(sentence: string | undefined): void;
}

/** An open CAN device. */
export interface CanSession extends Session {
  /** Puts a frame on the bus. Only called while taking part in the bus is allowed; asks `allowed` again right before it sends. */
  send(id: number, data: Uint8Array, allowed: () => void): Promise<void>;
  /** Switches the device itself; what follows with `send` comes after it. */
  listenOnly(on: boolean): void;
}

/** What a device is opened with. */
export interface CanRequest {
  readonly sink: CanSink;
  /** Identifiers that somebody decodes; empty for all. */
  readonly ids: readonly number[];
  /** Aborts when the driver is closed meanwhile. */
  readonly signal: AbortSignal;
}

/** How a session begins and ends. */
export interface Begins {
  /** Asks the device for what is needed; rejects with a sentence that says what is missing. */
  readonly setUp: () => Promise<void>;
  /** Ends the session. */
  readonly end: (reason: string) => void;
}

/** The session when it is set up; it ends when the driver is closed meanwhile, and where it cannot be set up. */
export async function begun<S extends CanSession>(
  session: S,
  { signal }: CanRequest,
  { setUp, end }: Begins,
): Promise<S> {
  const closed = () => end("closed");
  signal.addEventListener("abort", closed);
  if (signal.aborted) closed();
  void session.ended.then(() => signal.removeEventListener("abort", closed));
  try {
    await setUp();
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
}

/** Opens a device, listen-only; rejects with a sentence that says what is missing. */
export type CanConnect = (request: CanRequest) => Promise<CanSession>;

/** Why a device is opened again when sending was forbidden with a frame on its way to it. */
export const FRAME_WITHDRAWN =
  "opening again: a frame was under way when sending was forbidden";
/** Why a device is opened again when the vehicle type has changed. */
const OTHER_FRAMES = "opening again for other frames";
const WATCH_MS = 1000, SILENCE_MS = 10_000;

/**
 * What is alike in all CAN drivers: opening again, the watchdog for silence, counting, and the
 * refusal to send while listening only. The device behind it only opens, receives, sends and closes.
 */
export class LinuxCan implements CanDriver {
  readonly #counters: CanCounters = {
    received: 0,
    sent: 0,
    errors: 0,
    overruns: 0,
    reopened: 0,
  };
  readonly #supervisor: Supervisor<CanSession>;
  #receive: (frame: CanFrame) => void = () => {};
  #ids: readonly number[] = [];
  #listenOnly = true;
  /** The device from the moment that it is told whether it listens only. */
  #opened: CanSession | undefined;
  /** A fault that the open device itself told. */
  #trouble: string | undefined;
  /** Why the watchdog opened the device again, until a frame comes. */
  #silence: string | undefined;
  #stopWatch: Stop | undefined;
  /** Time of the last sign that all is well. */
  #alive = 0;

  constructor(
    readonly name: string,
    connect: CanConnect,
    private readonly options: CanOptions,
  ) {
    this.#supervisor = new Supervisor(
      (signal) => this.#connect(connect, signal),
      options.clock,
      options.retryMs ?? RETRY_MS,
    );
  }

  get counters(): Readonly<CanCounters> {
    this.#counters.reopened = this.#supervisor.reopened;
    return this.#counters;
  }

  get state(): string {
    const state = this.#supervisor.state;
    return state === UP ? this.#trouble ?? this.#silence ?? UP : state;
  }

  /** Called again, it changes the receiver, and opens the device again if it is for other frames. */
  open(receive: (frame: CanFrame) => void, ids: readonly number[]): void {
    this.#receive = receive;
    if (!sameIds(ids, this.#ids)) {
      this.#ids = ids;
      this.#supervisor.restart(OTHER_FRAMES);
    }
    this.#stopWatch ??= this.options.clock.every(
      WATCH_MS,
      () => this.#watch(),
    );
    this.#supervisor.start();
  }

  listenOnly(on: boolean): void {
    if (on === this.#listenOnly) return;
    this.#listenOnly = on;
    this.#opened?.listenOnly(on);
  }

  async send(id: number, data: Uint8Array): Promise<void> {
    try {
      this.#allowed();
      checkSendable(id, data);
      const session = this.#supervisor.session;
      if (!session) throw new Error(`${this.name}: ${this.state}`);
      await session.send(id, data, () => this.#allowed());
      this.#counters.sent++;
    } catch (error) {
      this.#counters.errors++;
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#stopWatch?.();
    this.#listenOnly = true;
    await this.#supervisor.close();
  }

  #allowed(): void {
    if (this.#listenOnly) {
      throw new Error(
        `${this.name} listens only: sending has to be allowed first`,
      );
    }
  }

  async #connect(
    connect: CanConnect,
    signal: AbortSignal,
  ): Promise<CanSession> {
    this.#trouble = undefined;
    const ids = this.#ids;
    const session = await connect({ sink: this.#sink, ids, signal });
    if (ids !== this.#ids) {
      await session.close();
      throw new Error(OTHER_FRAMES);
    }
    this.#opened = session;
    void session.ended.then(() => {
      if (this.#opened === session) this.#opened = undefined;
    });
    if (!this.#listenOnly) session.listenOnly(false);
    this.#alive = this.options.clock.monotonic();
    return session;
  }

  readonly #sink: CanSink = {
    frame: (frame) => {
      this.#counters.received++;
      this.#alive = this.options.clock.monotonic();
      this.#trouble = this.#silence = undefined;
      try {
        this.#receive(frame);
      } catch {
        // A receiver's fault must not end the driver; it is counted here and shown where it arose.
        this.#counters.errors++;
      }
    },
    error: () => this.#counters.errors++,
    overrun: (count) => this.#counters.overruns += count,
    trouble: (sentence) => this.#trouble = sentence,
  };

  /** Opens the device again when it is silent although the bus is not. */
  #watch(): void {
    const { clock, busShouldLive, silenceMs = SILENCE_MS } = this.options;
    const now = clock.monotonic();
    if (!busShouldLive?.() || !this.#supervisor.session) {
      this.#alive = now;
    } else if (now - this.#alive >= silenceMs) {
      this.#alive = now;
      this.#silence = `no frame for ${
        silenceMs / 1000
      } s although the bus should live; opened again`;
      this.#supervisor.restart(this.#silence);
    }
  }
}

function sameIds(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length &&
    left.every((id, at) => id === right[at]);
}
