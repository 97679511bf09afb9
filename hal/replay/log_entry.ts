import { Frame } from "../can_frame.ts";

/**
 * What a line of a recording is.
 * - `frame`: the entry now holds its frame and time
 * - `ignored`: traffic that no classical data frame carries: remote and CAN FD frames
 * - `skipped`: error frames, events, comments and empty lines
 * - `bad`: not a line of this format; the entry's contents are undefined
 */
export type LineKind = "frame" | "ignored" | "skipped" | "bad";

/** Reads the line `bytes[from..to[`, without its line end, into `entry`. */
export type LineParser = (
  bytes: Uint8Array,
  from: number,
  to: number,
  entry: LogEntry,
) => LineKind;

/** A recorded frame with its time. Readers fill the same entry for every line, so nobody may keep it. */
export class LogEntry {
  /** Milliseconds since whatever the recording counts from, usually 1970-01-01 UTC. */
  timeMs = 0;
  /** True where the recording node sent the frame itself. */
  sent = false;
  readonly frame: Frame;
  /** Views of 0 to 8 bytes on one buffer, so that a frame's length changes without a new array. */
  readonly #views: readonly Uint8Array[];

  constructor() {
    const buffer = new Uint8Array(8);
    this.#views = Array.from({ length: 9 }, (_, n) => buffer.subarray(0, n));
    this.frame = new Frame(0, buffer);
  }

  /** Gives the frame `length` data bytes (0 to 8), to be filled by the caller. */
  resize(length: number): Uint8Array {
    return this.frame.data = this.#views[length] as Uint8Array;
  }
}
