import { ABORT } from "./abort_codes.ts";
import type { Sdo, SdoValue } from "./sdo.ts";
import { broken, SdoError } from "./sdo_error.ts";
import { Exchanges, type ReplyOf, type Transfer } from "./sdo_exchange.ts";
import type { Permit, SdoClientOptions, Target } from "./sdo_options.ts";
import {
  abortRequest,
  downloadRequest,
  downloadSegment,
  expeditedRequest,
  littleEndian,
  numberRequest,
  SEGMENT,
  segmentRequest,
  uploadRequest,
} from "./sdo_frames.ts";

/**
 * The client's side of CANopen's service data objects, for one node.
 *
 * Frames with the identifier `replyId` go into `receive`. A lost reply costs one abort frame and one
 * try; an abort by the node, a closed gate and a broken protocol end the transfer at once.
 *
 * @example
 * ```ts
 * import { SimClock } from "../../hal/sim/mod.ts";
 * import { SdoClient } from "./sdo_client.ts";
 * import { equal } from "node:assert/strict";
 *
 * // A node whose object 0x2920.05 is 100.
 * const answer = Uint8Array.of(0x4b, 0x20, 0x29, 0x05, 100, 0, 0, 0);
 * const clock = new SimClock();
 * const sdo = new SdoClient({
 *   node: 1,
 *   clock,
 *   send: () => {
 *     clock.after(1, () => sdo.receive(answer));
 *     return Promise.resolve();
 *   },
 * });
 * const reading = sdo.read(0x2920, 0x05);
 * await clock.drain();
 * equal((await reading).value, 100);
 * ```
 */
export class SdoClient implements Sdo {
  /** Identifier of the requests: 0x600 + node. */
  readonly requestId: number;
  /** Identifier of the replies: 0x580 + node. */
  readonly replyId: number;
  readonly #options: Required<SdoClientOptions>;
  readonly #exchanges: Exchanges;
  readonly #permit: Permit;
  /** Whose turns these transfers take. */
  readonly #first: SdoClient;
  readonly #closed = new AbortController();
  /** Settles when the transfer asked for last has ended. */
  #last: Promise<unknown> = Promise.resolve();

  /**
   * @param permit throws while this one may not send; asked before each frame
   * @param first the node's first client, whose turns those of all others are
   */
  constructor(
    options: SdoClientOptions,
    permit: Permit = () => {},
    first?: SdoClient,
  ) {
    this.#options = {
      pause: 5,
      timeout: 2000,
      tries: 3,
      limit: 65536,
      patience: 30_000,
      ...options,
    };
    this.requestId = 0x600 + options.node;
    this.replyId = 0x580 + options.node;
    this.#exchanges = first ? first.#exchanges : new Exchanges(this.#options);
    this.#permit = permit;
    this.#first = first ?? this;
  }

  /** The same node for somebody who may send only while this does not throw. */
  permitted(permit: Permit): SdoClient {
    return new SdoClient(this.#options, permit, this.#first);
  }

  /** Takes a frame with the identifier `replyId`; what nobody waits for is ignored. */
  receive(data: Uint8Array): void {
    this.#exchanges.receive(data);
  }

  /** Cancels the running transfer and all that wait, now and later. */
  close(): void {
    this.#first.#closed.abort();
  }

  async read(
    index: number,
    sub: number,
    signal?: AbortSignal,
    size?: number,
  ): Promise<SdoValue> {
    const object = { index, sub, direction: "upload" } as const;
    const bytes = await this.#transfer(object, signal, async (t) => {
      const reply = await this.#initiateUpload(t);
      if (reply.kind === "segmented") {
        throw broken(t, ABORT.memory, "is no number, it answers in segments");
      }
      return reply.sized ? reply.bytes : reply.bytes.slice(0, size);
    });
    return { value: littleEndian(bytes), size: bytes.length, bytes };
  }

  readBytes(
    index: number,
    sub: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    const object = { index, sub, direction: "upload" } as const;
    return this.#transfer(object, signal, async (t) => {
      const reply = await this.#initiateUpload(t);
      if (reply.kind === "expedited") return reply.bytes;
      return await this.#uploadSegments(t, reply.size);
    });
  }

  async readText(
    index: number,
    sub: number,
    signal?: AbortSignal,
  ): Promise<string> {
    const bytes = await this.readBytes(index, sub, signal);
    return new TextDecoder("latin1").decode(bytes).replace(/\0+$/, "");
  }

  async write(
    index: number,
    sub: number,
    value: number,
    signal?: AbortSignal,
  ): Promise<void> {
    if (
      !Number.isInteger(value) || value < -0x80000000 || value > 0xffffffff
    ) {
      throw new RangeError(
        `An SDO write takes an integer of at most 32 bits, not ${value}`,
      );
    }
    const object = { index, sub, direction: "download" } as const;
    await this.#transfer(object, signal, async (t) => {
      await this.#exchanges.exchange(
        t,
        numberRequest(t, value),
        "accepted",
      );
    });
  }

  writeBytes(
    index: number,
    sub: number,
    bytes: Uint8Array,
    signal?: AbortSignal,
  ): Promise<void> {
    const data = bytes.slice();
    const object = { index, sub, direction: "download" } as const;
    return this.#transfer(object, signal, async (t) => {
      if (data.length > 0 && data.length <= 4) {
        await this.#exchanges.exchange(
          t,
          expeditedRequest(t, data),
          "accepted",
        );
      } else await this.#downloadSegments(t, data);
    });
  }

  #initiateUpload(
    t: Transfer,
  ): Promise<ReplyOf<"expedited"> | ReplyOf<"segmented">> {
    return this.#exchanges.exchange(
      t,
      uploadRequest(t),
      "expedited",
      "segmented",
    );
  }

  async #uploadSegments(
    t: Transfer,
    announced: number | undefined,
  ): Promise<Uint8Array> {
    const { limit } = this.#options;
    const parts: number[] = [];
    for (let toggle = 0, last = false; !last; toggle ^= 1) {
      if (Math.max(parts.length, announced ?? 0) > limit) {
        throw broken(t, ABORT.memory, `is longer than ${limit} bytes`);
      }
      const segment = await this.#exchanges.exchange(
        t,
        segmentRequest(toggle),
        "segment",
      );
      checkToggle(t, toggle, segment.toggle);
      if (segment.bytes.length === 0 && !segment.last) {
        throw broken(t, ABORT.length, "sent an empty segment");
      }
      parts.push(...segment.bytes);
      last = segment.last;
    }
    if (announced !== undefined && announced !== parts.length) {
      const why = `announced ${announced} bytes and sent ${parts.length}`;
      throw broken(t, ABORT.length, why);
    }
    return Uint8Array.from(parts);
  }

  async #downloadSegments(t: Transfer, data: Uint8Array): Promise<void> {
    await this.#exchanges.exchange(
      t,
      downloadRequest(t, data.length),
      "accepted",
    );
    for (let at = 0, toggle = 0, last = false; !last; toggle ^= 1) {
      const part = data.subarray(at, at + SEGMENT);
      at += SEGMENT;
      last = at >= data.length;
      const frame = downloadSegment(toggle, part, last);
      checkToggle(
        t,
        toggle,
        (await this.#exchanges.exchange(t, frame, "stored")).toggle,
      );
    }
  }

  #transfer<T>(
    target: Target,
    signal: AbortSignal | undefined,
    work: (t: Transfer) => Promise<T>,
  ): Promise<T> {
    return this.#first.#run(target, signal, this.#permit, work);
  }

  /**
   * Runs a transfer when those before it have ended, as often as its replies get lost.
   * @param permit is asked before each frame: what was allowed when it was asked for may be so no more
   * when its turn comes
   */
  async #run<T>(
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
            may: () => isPermitted(permit),
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
    const { clock, patience } = this.#options, overdue = new AbortController();
    const stop = clock.after(patience, () => overdue.abort());
    try {
      return await work(overdue.signal);
    } finally {
      stop();
    }
  }

  async #retry<T>(t: Transfer, work: (t: Transfer) => Promise<T>): Promise<T> {
    try {
      for (let left = this.#options.tries - 1;; left--) {
        t.begun = false;
        try {
          return await work(t);
        } catch (error) {
          if (!(error instanceof SdoError)) throw error;
          this.#tellNode(t, error);
          const again = error.kind === "timeout" && !t.overdue.aborted;
          if (!again || left === 0 || !t.may()) throw error;
        }
      }
    } finally {
      this.#exchanges.ended(t);
    }
  }

  /** The node has to know that a transfer ended, unless it ended it itself or never heard of it. */
  #tellNode(t: Transfer, error: SdoError): void {
    if (error.kind === "abort" || error.code === undefined || !t.begun) return;
    // Whether the frame got out shows when the next request is sent
    t.send(abortRequest(t, error.code)).catch(() => {});
  }

  #sender(permit: Permit): (frame: Uint8Array) => Promise<void> {
    const { send } = this.#options;
    return async (frame) => {
      permit();
      await send(this.requestId, frame);
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

function isPermitted(permit: Permit): boolean {
  try {
    permit();
    return true;
  } catch {
    return false;
  }
}

function checkToggle(t: Transfer, sent: number, received: number): void {
  if (sent !== received) {
    throw broken(t, ABORT.toggle, "repeated or left out a segment");
  }
}
