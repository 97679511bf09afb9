/** ISO 15765-2: the four kinds of frames of its transport, on classical CAN. */

/** Longest message of the 12-bit length, bytes. */
export const LONGEST = 4095;
const SIZE = 8;
/** What fills requests up to eight bytes, and what fills flow control; receivers look at neither. */
const FILL = 0x55, FLOW_FILL = 0x00;

/** What a flow control frame asks of the sender. */
export type FlowStatus = "continue" | "wait" | "overflow" | "invalid";

/** A frame of the transport. Its data is only valid as long as that of the frame it came in. */
export type TransportFrame =
  | { readonly kind: "single"; readonly data: Uint8Array }
  | {
    readonly kind: "first";
    /** Bytes of the whole message. */
    readonly length: number;
    readonly data: Uint8Array;
  }
  | {
    readonly kind: "consecutive";
    /** 0 to 15. */
    readonly number: number;
    readonly data: Uint8Array;
  }
  | {
    readonly kind: "flow";
    readonly status: FlowStatus;
    /** Consecutive frames until the next flow control; 0 for all. */
    readonly block: number;
    /** Least time between two of them, ms. */
    readonly separation: number;
  };

/**
 * Reads a frame.
 * @param skip bytes before the protocol's own: 1 with extended and mixed addressing, else 0
 * @returns undefined for what is no frame of the transport, or holds less than it says
 */
export function parseFrame(
  data: Uint8Array,
  skip = 0,
): TransportFrame | undefined {
  const control = data[skip];
  // A longer one is no frame of classical CAN
  if (control === undefined || data.length > SIZE) return undefined;
  switch (control >> 4) {
    case 0:
      return single(control & 15, data.subarray(skip + 1), SIZE - 1 - skip);
    case 1:
      return data.length === SIZE ? first(data, skip) : undefined;
    case 2:
      return data.length > skip + 1
        ? {
          kind: "consecutive",
          number: control & 15,
          data: data.subarray(skip + 1),
        }
        : undefined;
    case 3:
      return data.length >= skip + 3
        ? flow(control & 15, data, skip)
        : undefined;
  }
  return undefined;
}

function single(
  length: number,
  rest: Uint8Array,
  most: number,
): TransportFrame | undefined {
  const sound = length > 0 && length <= most && length <= rest.length;
  return sound ? { kind: "single", data: rest.subarray(0, length) } : undefined;
}

function first(data: Uint8Array, skip: number): TransportFrame | undefined {
  const view = new DataView(data.buffer, data.byteOffset);
  const length = view.getUint16(skip) & 0xfff;
  // 12 bits of zero: a length of 32 bits follows, for more than they can tell
  if (length === 0) {
    const long = view.getUint32(skip + 2);
    return long > LONGEST
      ? { kind: "first", length: long, data: data.subarray(skip + 6) }
      : undefined;
  }
  // What fits into a single frame has to come in one
  return length >= SIZE - skip
    ? { kind: "first", length, data: data.subarray(skip + 2) }
    : undefined;
}

const STATUS: readonly FlowStatus[] = ["continue", "wait", "overflow"];

function flow(status: number, data: Uint8Array, skip: number): TransportFrame {
  return {
    kind: "flow",
    status: STATUS[status] ?? "invalid",
    block: data[skip + 1] ?? 0,
    separation: separationTime(data[skip + 2] ?? 0),
  };
}

/**
 * The time that a byte of flow control stands for, ms: 0x00 to 0x7F as such, 0xF1 to 0xF9 hundreds of
 * microseconds. Reserved values mean the longest time, as the standard says.
 */
export function separationTime(byte: number): number {
  if (byte <= 0x7f) return byte;
  return byte >= 0xf1 && byte <= 0xf9 ? (byte - 0xf0) / 10 : 0x7f;
}

/** Puts the frames of one direction together: the address byte, if any, in front, and what fills them. */
export class FrameMaker {
  /** Bytes before the protocol's own. */
  readonly skip: number;

  /** @param address the byte in front with extended and mixed addressing */
  constructor(readonly address?: number, readonly fill = FILL) {
    this.skip = address === undefined ? 0 : 1;
  }

  /** Bytes of a message that fit into a single frame, and those that a consecutive one takes. */
  get room(): number {
    return SIZE - 1 - this.skip;
  }

  /** The frame that a message begins with; the only one when it fits. */
  begin(message: Uint8Array): Uint8Array {
    const { length } = message;
    return length <= this.room
      ? this.#frame([length], message)
      : this.#frame([0x10 | length >> 8, length & 0xff], message);
  }

  /** A consecutive frame with the bytes from `at` on. */
  consecutive(number: number, message: Uint8Array, at: number): Uint8Array {
    return this.#frame([0x20 | number & 15], message.subarray(at));
  }

  /** @param separation byte as the standard codes it */
  flow(status: 0 | 1 | 2, block: number, separation: number): Uint8Array {
    return this.#frame([0x30 | status, block, separation], NOTHING, FLOW_FILL);
  }

  #frame(
    control: readonly number[],
    data: Uint8Array,
    fill = this.fill,
  ): Uint8Array {
    const frame = new Uint8Array(SIZE).fill(fill), { address, skip } = this;
    if (address !== undefined) frame[0] = address;
    frame.set(control, skip);
    const at = skip + control.length;
    frame.set(data.subarray(0, SIZE - at), at);
    return frame;
  }
}
const NOTHING = new Uint8Array();
