/** The line to one node: transfers take turns on it, however many use it. */
import type { Clock } from "../../hal/mod.ts";
import type { Direction } from "./late_replies.ts";
import { SdoError } from "./sdo_error.ts";
import { Exchanges, type Transfer } from "./sdo_exchange.ts";
import { abortRequest } from "./sdo_frames.ts";

/** What a client is made of, and its patience. */
export interface SdoClientOptions {
  /** Node number, 1 to 127. */
  readonly node: number;
  readonly clock: Pick<Clock, "after">;
  /** Puts a frame on the bus; rejects when the write gate is closed. */
  readonly send: (id: number, data: Uint8Array) => Promise<void>;
  /** Rest before each request, ms; 5 unless told. */
  readonly pause?: number;
  /** How long a reply may take, ms; 2000 unless told. */
  readonly timeout?: number;
  /** How often a transfer is tried whose reply got lost; 3 unless told. */
  readonly tries?: number;
  /** The longest object that is taken, bytes; 65536 unless told. */
  readonly limit?: number;
  /** How long a transfer may take with all its tries and segments, ms; 30,000 unless told. */
  readonly patience?: number;
}

/** What a transfer is about. */
export interface Target {
  readonly index: number;
  readonly sub: number;
  readonly direction: Direction;
}

/** Throws while whoever asks for a transfer may not send. */
export type Permit = () => void;

/** Runs transfers with one node, one at a time. */
export class SdoLine {
  readonly options: Required<SdoClientOptions>;
  readonly exchanges: Exchanges;
  readonly #closed = new AbortController();
  /** Settles when the transfer asked for last has ended. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: SdoClientOptions) {
    this.options = {
      pause: 5,
      timeout: 2000,
      tries: 3,
      limit: 65536,
      patience: 30_000,
      ...options,
    };
    this.exchanges = new Exchanges(this.options);
  }

  /** Cancels the running transfer and all that wait, now and later. */
  close(): void {
    this.#closed.abort();
  }

  /**
   * Runs a transfer when those before it have ended, as often as its replies get lost.
   * @param permit is asked before each frame: what was allowed when it was asked for may be so no more
   * when its turn comes
   */
  async transfer<T>(
    { index, sub, direction }: Target,
    signal: AbortSignal | undefined,
    permit: Permit,
    work: (t: Transfer) => Promise<T>,
  ): Promise<T> {
    checkObject(index, sub);
    const send = this.#sender(permit);
    const closed = this.#closed.signal;
    const ends = signal ? AbortSignal.any([closed, signal]) : closed;
    const result = this.#last.then(() =>
      this.#inTime((overdue) =>
        this.#retry(
          {
            index,
            sub,
            direction,
            signal: ends,
            overdue,
            send,
            begun: false,
            lost: 0,
          },
          work,
        )
      )
    );
    this.#last = result.catch(() => {});
    return await result;
  }

  /** Gives a transfer so much time, however lively the node is. */
  async #inTime<T>(work: (overdue: AbortSignal) => Promise<T>): Promise<T> {
    const { clock, patience } = this.options, overdue = new AbortController();
    const stop = clock.after(patience, () => overdue.abort());
    try {
      return await work(overdue.signal);
    } finally {
      stop();
    }
  }

  async #retry<T>(t: Transfer, work: (t: Transfer) => Promise<T>): Promise<T> {
    try {
      for (let left = this.options.tries - 1;; left--) {
        t.begun = false;
        try {
          return await work(t);
        } catch (error) {
          if (!(error instanceof SdoError)) throw error;
          this.#tellNode(t, error);
          const again = error.kind === "timeout" && !t.overdue.aborted;
          if (!again || left === 0) throw error;
        }
      }
    } finally {
      this.exchanges.ended(t);
    }
  }

  /** The node has to know that a transfer ended, unless it ended it itself or never heard of it. */
  #tellNode(t: Transfer, error: SdoError): void {
    if (error.kind === "abort" || error.code === undefined || !t.begun) return;
    // Whether the frame got out shows when the next request is sent
    t.send(abortRequest(t, error.code)).catch(() => {});
  }

  #sender(permit: Permit): (frame: Uint8Array) => Promise<void> {
    const { node, send } = this.options;
    return async (frame) => {
      permit();
      await send(0x600 + node, frame);
    };
  }
}

function checkObject(index: number, sub: number): void {
  const fits = (value: number, max: number) =>
    Number.isInteger(value) && value >= 0 && value <= max;
  if (!fits(index, 0xffff) || !fits(sub, 0xff)) {
    throw new RangeError(
      `An object has an index of 0 to 0xFFFF and a subindex of 0 to 0xFF, not ${index} and ${sub}`,
    );
  }
}
