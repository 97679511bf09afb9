import type { Clock } from "../../hal/mod.ts";
import { ABORT } from "./abort_codes.ts";
import type { Sdo, SdoValue } from "./sdo.ts";
import {
  broken,
  cancelled,
  refused,
  SdoError,
  unanswered,
  unsent,
} from "./sdo_error.ts";
import {
  abortRequest,
  downloadRequest,
  downloadSegment,
  expeditedRequest,
  littleEndian,
  numberRequest,
  parseReply,
  type SdoObject,
  type SdoReply,
  SEGMENT,
  segmentRequest,
  uploadRequest,
} from "./sdo_frames.ts";

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
}

/** One transfer on its way. */
interface Transfer extends SdoObject {
  readonly signal: AbortSignal;
  /** A request of this try is out, so the node has to be told when the transfer ends early. */
  begun: boolean;
}

type Kind = SdoReply["kind"];
type ReplyOf<K extends Kind> = Extract<SdoReply, { readonly kind: K }>;

/**
 * The client's side of CANopen's service data objects, for one node.
 *
 * Frames with the identifier `replyId` go into `receive`. A lost reply costs one abort frame and one
 * try; an abort by the node, a closed gate and a broken protocol end the transfer at once.
 *
 * @example
 * ```ts
 * import { SimClock } from "../../hal/sim/mod.ts";
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
  readonly #closed = new AbortController();
  /** Settles when the transfer asked for last has ended. */
  #last: Promise<unknown> = Promise.resolve();
  #waiting: ((reply: SdoReply) => void) | undefined;
  /** Object of the try lost last, whose reply may still come. */
  #lost: SdoObject | undefined;

  constructor(options: SdoClientOptions) {
    this.#options = {
      pause: 5,
      timeout: 2000,
      tries: 3,
      limit: 65536,
      ...options,
    };
    this.requestId = 0x600 + options.node;
    this.replyId = 0x580 + options.node;
  }

  /** Takes a frame with the identifier `replyId`; what nobody waits for is ignored. */
  receive(data: Uint8Array): void {
    const reply = parseReply(data);
    if (reply) this.#waiting?.(reply);
  }

  /** Cancels the running transfer and all that wait, now and later. */
  close(): void {
    this.#closed.abort();
  }

  async read(
    index: number,
    sub: number,
    signal?: AbortSignal,
  ): Promise<SdoValue> {
    const bytes = await this.#transfer(index, sub, signal, async (t) => {
      const reply = await this.#initiateUpload(t);
      if (reply.kind === "expedited") return reply.bytes;
      throw broken(t, ABORT.memory, "is no number, it answers in segments");
    });
    return { value: littleEndian(bytes), size: bytes.length, bytes };
  }

  readBytes(
    index: number,
    sub: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    return this.#transfer(index, sub, signal, async (t) => {
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
    await this.#transfer(index, sub, signal, async (t) => {
      await this.#exchange(t, numberRequest(t, value), "accepted");
    });
  }

  writeBytes(
    index: number,
    sub: number,
    bytes: Uint8Array,
    signal?: AbortSignal,
  ): Promise<void> {
    const data = bytes.slice();
    return this.#transfer(index, sub, signal, async (t) => {
      if (data.length > 0 && data.length <= 4) {
        await this.#exchange(t, expeditedRequest(t, data), "accepted");
      } else await this.#downloadSegments(t, data);
    });
  }

  #initiateUpload(
    t: Transfer,
  ): Promise<ReplyOf<"expedited"> | ReplyOf<"segmented">> {
    return this.#exchange(t, uploadRequest(t), "expedited", "segmented");
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
      const segment = await this.#exchange(
        t,
        segmentRequest(toggle),
        "segment",
      );
      checkToggle(t, toggle, segment.toggle);
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
    await this.#exchange(t, downloadRequest(t, data.length), "accepted");
    for (let at = 0, toggle = 0, last = false; !last; toggle ^= 1) {
      const part = data.subarray(at, at + SEGMENT);
      at += SEGMENT;
      last = at >= data.length;
      const frame = downloadSegment(toggle, part, last);
      checkToggle(t, toggle, (await this.#exchange(t, frame, "stored")).toggle);
    }
  }

  /** Runs a transfer when those before it have ended, as often as its replies get lost. */
  async #transfer<T>(
    index: number,
    sub: number,
    signal: AbortSignal | undefined,
    work: (t: Transfer) => Promise<T>,
  ): Promise<T> {
    checkObject(index, sub);
    const closed = this.#closed.signal;
    const t: Transfer = {
      index,
      sub,
      signal: signal ? AbortSignal.any([closed, signal]) : closed,
      begun: false,
    };
    const result = this.#last.then(() => this.#retry(t, work));
    this.#last = result.catch(() => {});
    return await result;
  }

  async #retry<T>(t: Transfer, work: (t: Transfer) => Promise<T>): Promise<T> {
    for (let left = this.#options.tries - 1;; left--) {
      t.begun = false;
      try {
        return await work(t);
      } catch (error) {
        if (!(error instanceof SdoError)) throw error;
        this.#tellNode(t, error);
        if (error.kind !== "timeout" || left === 0) throw error;
      }
    }
  }

  /** The node has to know that a transfer ended, unless it ended it itself or never heard of it. */
  #tellNode(t: Transfer, error: SdoError): void {
    if (error.kind === "timeout") this.#lost = t;
    if (error.kind === "abort" || error.code === undefined || !t.begun) return;
    // Whether the frame got out shows when the next request is sent
    this.#send(abortRequest(t, error.code)).catch(() => {});
  }

  async #send(frame: Uint8Array): Promise<void> {
    await this.#options.send(this.requestId, frame);
  }

  /** Rests, sends a request and waits for the reply that belongs to it. */
  #exchange<K extends Kind>(
    t: Transfer,
    request: Uint8Array,
    ...wanted: K[]
  ): Promise<ReplyOf<K>> {
    const { clock, pause, timeout } = this.#options;
    return new Promise((resolve, reject) => {
      if (t.signal.aborted) return reject(cancelled(t));
      const fail = (error: SdoError) => end(() => reject(error));
      const cancel = () => fail(cancelled(t));
      let open = true;
      const end = (settle: () => void) => {
        if (!open) return;
        open = false;
        stop();
        this.#waiting = undefined;
        t.signal.removeEventListener("abort", cancel);
        settle();
      };
      const receive = (reply: SdoReply) => {
        if (!this.#concerns(t, reply, wanted)) return;
        if (reply.kind === "abort") fail(refused(t, reply.code));
        else if (isOneOf(reply, wanted)) end(() => resolve(reply));
        else fail(broken(t, ABORT.specifier, "sent a reply of another kind"));
      };
      const go = () => {
        stop = clock.after(timeout, () => fail(unanswered(t, timeout)));
        this.#waiting = receive;
        t.begun = true;
        this.#send(request).catch((cause) => fail(unsent(t, cause)));
      };
      let stop = clock.after(pause, go);
      t.signal.addEventListener("abort", cancel);
    });
  }

  /** Replies for other objects are not for us; nor are those that come late for a try given up. */
  #concerns(
    t: Transfer,
    reply: SdoReply,
    wanted: readonly Kind[],
  ): boolean {
    if (wanted.includes(reply.kind)) {
      return !("index" in reply) || isSame(t, reply);
    }
    if (!("index" in reply) || !isSame(t, reply)) return false;
    const late = this.#lost !== undefined && isSame(t, this.#lost);
    return reply.kind === "abort" || !late;
  }
}

function isOneOf<K extends Kind>(
  reply: SdoReply,
  kinds: readonly K[],
): reply is ReplyOf<K> {
  return kinds.some((kind) => kind === reply.kind);
}

function isSame(a: SdoObject, b: SdoObject): boolean {
  return a.index === b.index && a.sub === b.sub;
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

function checkToggle(t: Transfer, sent: number, received: number): void {
  if (sent !== received) {
    throw broken(t, ABORT.toggle, "repeated or left out a segment");
  }
}
