import { FrameMaker, LONGEST, type TransportFrame } from "./isotp_frames.ts";

/** How long flow control may take (N_Bs), ms. */
export const FLOW_WAIT = 1000;
/** How often in a row a receiver may ask to wait (N_WFTmax). */
const WAITS = 16;

type Flow = Extract<TransportFrame, { readonly kind: "flow" }>;

/** What flow control comes to: send `frames` more, so far apart; wait for the next; or give up. */
export type Leave =
  | { readonly do: "send"; readonly frames: number; readonly apart: number }
  | { readonly do: "wait" }
  | { readonly do: "stop"; readonly why: string };

/** Cuts one message into frames, as the receiver's flow control lets them go. */
export class IsoTpSender {
  readonly #message: Uint8Array;
  readonly #frames: FrameMaker;
  #at: number;
  #number = 1;
  #waits = 0;

  /** @throws RangeError when the message is empty or longer than 4095 bytes */
  constructor(message: Uint8Array, frames: FrameMaker) {
    const { length } = message;
    if (length === 0 || length > LONGEST) {
      throw new RangeError(
        `a message has 1 to ${LONGEST} bytes, not ${length}`,
      );
    }
    this.#message = message;
    this.#frames = frames;
    this.#at = length <= frames.room ? length : frames.room - 1;
  }

  /** The first frame, which goes out at once. */
  first(): Uint8Array {
    return this.#frames.begin(this.#message);
  }

  /** Whether all is sent. */
  get done(): boolean {
    return this.#at >= this.#message.length;
  }

  /** Frames that are left. */
  get left(): number {
    return Math.ceil((this.#message.length - this.#at) / this.#frames.room);
  }

  /** The receiver's flow control, which is only waited for after the first frame and after each block. */
  flow({ status, block, separation }: Flow): Leave {
    switch (status) {
      case "continue":
        this.#waits = 0;
        return {
          do: "send",
          frames: block === 0 ? this.left : Math.min(block, this.left),
          apart: separation,
        };
      case "wait":
        return ++this.#waits > WAITS
          ? { do: "stop", why: `the receiver asked to wait ${WAITS} times` }
          : { do: "wait" };
      case "overflow":
        return { do: "stop", why: "the receiver has no room for it" };
      case "invalid":
        return { do: "stop", why: "the receiver sent flow control of no kind" };
    }
  }

  /** The next consecutive frame. */
  next(): Uint8Array {
    const frame = this.#frames.consecutive(
      this.#number,
      this.#message,
      this.#at,
    );
    this.#number = this.#number + 1 & 15;
    this.#at += this.#frames.room;
    return frame;
  }
}
