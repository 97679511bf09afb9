import type { CanFrame } from "../mod.ts";
import { Frame } from "../can_frame.ts";
import { type CanErrors, errorsOf } from "./can_errors.ts";

/** Size of the kernel's `struct can_frame`: u32 identifier with flags, u8 length, 3 unused, 8 data. */
const CAN_FRAME_SIZE = 16;

const EXTENDED = 0x80000000, REMOTE = 0x40000000, ERROR = 0x20000000;
const SHORT_MASK = 0x7ff, LONG_MASK = 0x1fffffff;
const LENGTH = 4, DATA = 8;

/** What a structure turned out to be. */
export type Taken = "frame" | "remote" | CanErrors | undefined;

/** A buffer for one `struct can_frame` and its reader. */
export class CanStruct {
  /** Where the kernel writes; one byte longer, so that a structure of another size shows. */
  readonly buffer = new Uint8Array(CAN_FRAME_SIZE + 1);
  readonly #view = new DataView(this.buffer.buffer);
  readonly #data = Array.from(
    { length: 9 },
    (_, length) => this.buffer.subarray(DATA, DATA + length),
  );
  readonly #frame = new Frame(0, this.buffer.subarray(DATA, DATA));

  /** The frame of the last `take` that returned `frame`; filled again by the next. */
  get frame(): CanFrame {
    return this.#frame;
  }

  /**
   * Reads the buffer.
   * @param size number of bytes received
   * @returns undefined if it is no classic CAN frame
   */
  take(size: number): Taken {
    const data = this.#data[this.buffer[LENGTH] as number];
    if (size !== CAN_FRAME_SIZE || !data) return undefined;
    const word = this.#view.getUint32(0, true);
    if (word & ERROR) return errorsOf(word, data);
    if (word & REMOTE) return "remote";
    const extended = (word & EXTENDED) !== 0;
    this.#frame.id = word & (extended ? LONG_MASK : SHORT_MASK);
    this.#frame.data = data;
    this.#frame.extended = extended;
    return "frame";
  }
}

/** A `struct can_frame`; identifiers above 0x7FF become extended ones. */
export function encodeCanFrame(
  id: number,
  data: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(CAN_FRAME_SIZE);
  new DataView(bytes.buffer).setUint32(
    0,
    id > SHORT_MASK ? id | EXTENDED : id,
    true,
  );
  bytes[LENGTH] = data.length;
  bytes.set(data, DATA);
  return bytes;
}

/** The kernel takes no more filters than this. */
const MAX_FILTERS = 512;

/**
 * Kernel filters (`struct can_filter`: u32 identifier, u32 mask) that let exactly these data frames through.
 * @returns undefined when there is nothing to filter by, or more than the kernel takes: then all frames come
 */
export function encodeFilters(
  ids: readonly number[],
): Uint8Array<ArrayBuffer> | undefined {
  if (ids.length === 0 || ids.length > MAX_FILTERS) return undefined;
  const bytes = new Uint8Array(ids.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [at, id] of ids.entries()) {
    const extended = id > SHORT_MASK;
    view.setUint32(at * 8, extended ? id | EXTENDED : id, true);
    view.setUint32(
      at * 8 + 4,
      EXTENDED | REMOTE | (extended ? LONG_MASK : SHORT_MASK),
      true,
    );
  }
  return bytes;
}
