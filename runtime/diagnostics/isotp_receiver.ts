import { LONGEST, parseFrame, type TransportFrame } from "./isotp_frames.ts";

/** How long the next frame of a message may take (N_Cr), ms. */
export const NEXT_FRAME = 1000;
/** How long a whole message may take, however steadily it trickles in, ms: the longest one at 50 ms a frame. */
export const WHOLE = 30_000;

type Flow = Extract<TransportFrame, { readonly kind: "flow" }>;

/** What a received frame came to. */
export type Received =
  /** A whole message. */
  | { readonly kind: "message"; readonly data: Uint8Array }
  /** A long message began; the rest comes when its sender gets flow control. */
  | {
    readonly kind: "begun";
    readonly head: Uint8Array;
    readonly length: number;
  }
  /** One that is longer than 4095 bytes began; it is not taken. */
  | { readonly kind: "too-long"; readonly length: number }
  /** The next frame of a message. */
  | { readonly kind: "more" }
  /** A message ended early, for the reason given. */
  | { readonly kind: "broken"; readonly why: string }
  /** Flow control for whoever sends to this node. */
  | Flow
  /** Nothing that belongs here. */
  | { readonly kind: "ignored" };

const IGNORED: Received = { kind: "ignored" };
const MORE: Received = { kind: "more" };

/** A message on its way. */
interface Open {
  readonly buffer: Uint8Array;
  filled: number;
  /** Number that the next frame must have. */
  next: number;
  /** When its first and its last frame came, ms. */
  readonly since: number;
  at: number;
}

/**
 * Puts the frames of one sender together, on one bus. It holds at most one message of at most 4095
 * bytes, whatever arrives, and gives no message of which a frame was lost, doubled or out of order.
 *
 * It only listens: flow control is sent by whoever wants the message.
 */
export class IsoTpReceiver {
  #open: Open | undefined;

  /** @param skip bytes before the protocol's own: 1 with extended and mixed addressing */
  constructor(readonly skip = 0) {}

  /** Whether a message is on its way. */
  get busy(): boolean {
    return this.#open !== undefined;
  }

  /** Forgets a message on its way. */
  reset(): void {
    this.#open = undefined;
  }

  /** The reason why the open message is given up by now, or undefined. */
  expire(now: number): string | undefined {
    const open = this.#open;
    if (!open) return undefined;
    const why = now - open.at > NEXT_FRAME
      ? `no further frame within ${NEXT_FRAME} ms`
      : now - open.since > WHOLE
      ? `it was not whole within ${WHOLE} ms`
      : undefined;
    if (why !== undefined) this.#open = undefined;
    return why;
  }

  /**
   * Takes a frame of the sender.
   * @param now monotonic time, ms
   */
  receive(data: Uint8Array, now: number): Received {
    this.expire(now);
    const frame = parseFrame(data, this.skip);
    switch (frame?.kind) {
      case "single":
        this.#open = undefined;
        return { kind: "message", data: frame.data.slice() };
      case "first":
        return this.#begin(frame.length, frame.data, now);
      case "consecutive":
        return this.#take(frame.number, frame.data, now);
      case "flow":
        return frame;
    }
    return IGNORED;
  }

  #begin(length: number, head: Uint8Array, now: number): Received {
    this.#open = undefined;
    if (length > LONGEST) return { kind: "too-long", length };
    const buffer = new Uint8Array(length);
    buffer.set(head);
    this.#open = { buffer, filled: head.length, next: 1, since: now, at: now };
    return { kind: "begun", head: head.slice(), length };
  }

  #take(number: number, data: Uint8Array, now: number): Received {
    const open = this.#open;
    if (!open) return IGNORED;
    if (number !== open.next) {
      this.#open = undefined;
      const why = `frame ${number} came where ${open.next} was expected`;
      return { kind: "broken", why };
    }
    const part = data.subarray(0, open.buffer.length - open.filled);
    const whole = open.filled + part.length === open.buffer.length;
    // Only the last frame may be short
    if (!whole && data.length < 7 - this.skip) {
      this.#open = undefined;
      return { kind: "broken", why: `frame ${number} was too short` };
    }
    open.buffer.set(part, open.filled);
    open.filled += part.length;
    open.next = number + 1 & 15;
    open.at = now;
    if (!whole) return MORE;
    this.#open = undefined;
    return { kind: "message", data: open.buffer };
  }
}
