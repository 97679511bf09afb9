import { ABORT } from "./abort_codes.ts";
import type { Sdo, SdoValue } from "./sdo.ts";
import { broken } from "./sdo_error.ts";
import type { ReplyOf, Transfer } from "./sdo_exchange.ts";
import {
  type Permit,
  type SdoClientOptions,
  SdoLine,
  type Target,
} from "./sdo_line.ts";
import {
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
  readonly #line: SdoLine;
  readonly #permit: Permit;

  /**
   * @param line shared by all clients of a node, so that their transfers take turns
   * @param permit throws while this one may not send; asked before each frame
   */
  constructor(
    readonly options: SdoClientOptions,
    line = new SdoLine(options),
    permit: Permit = () => {},
  ) {
    this.requestId = 0x600 + options.node;
    this.replyId = 0x580 + options.node;
    this.#line = line;
    this.#permit = permit;
  }

  /** The same node for somebody who may send only while this does not throw. */
  permitted(permit: Permit): SdoClient {
    return new SdoClient(this.options, this.#line, permit);
  }

  /** Takes a frame with the identifier `replyId`; what nobody waits for is ignored. */
  receive(data: Uint8Array): void {
    this.#line.exchanges.receive(data);
  }

  /** Cancels the running transfer and all that wait, now and later. */
  close(): void {
    this.#line.close();
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
      await this.#line.exchanges.exchange(
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
        await this.#line.exchanges.exchange(
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
    return this.#line.exchanges.exchange(
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
    const { limit } = this.#line.options;
    const parts: number[] = [];
    for (let toggle = 0, last = false; !last; toggle ^= 1) {
      if (Math.max(parts.length, announced ?? 0) > limit) {
        throw broken(t, ABORT.memory, `is longer than ${limit} bytes`);
      }
      const segment = await this.#line.exchanges.exchange(
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
    await this.#line.exchanges.exchange(
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
        (await this.#line.exchanges.exchange(t, frame, "stored")).toggle,
      );
    }
  }

  #transfer<T>(
    target: Target,
    signal: AbortSignal | undefined,
    work: (t: Transfer) => Promise<T>,
  ): Promise<T> {
    return this.#line.transfer(target, signal, this.#permit, work);
  }
}

function checkToggle(t: Transfer, sent: number, received: number): void {
  if (sent !== received) {
    throw broken(t, ABORT.toggle, "repeated or left out a segment");
  }
}
