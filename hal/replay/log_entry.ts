import { Frame } from "../can_frame.ts";

/**
 * What a line of a recording is.
 * - `frame`: the entry now holds its frame and time
 * - `ignored`: traffic that no classical data frame carries: remote and CAN FD frames
 * - `skipped`: error frames, events, comments, headings and empty lines
 * - `bad`: not a line of this format; the entry's contents are undefined
 */
export type LineKind = "frame" | "ignored" | "skipped" | "bad";

/** Reads the lines of one recording, in their order. */
export interface LineReader {
  /** Reads the line `bytes[from..to[`, without its line end, into `entry`. */
  line(
    bytes: Uint8Array,
    from: number,
    to: number,
    entry: LogEntry,
  ): LineKind;
  /** True where the recording tells no times, so that those of the entries are made up. */
  readonly timeless?: boolean;
  /** Names of interfaces by the numbers of their buses, where the recording tells names. */
  names?(): ReadonlyMap<number, string>;
}

/** What is known of a recording before its first line is read. */
export interface ReadOptions {
  /** Numbers of buses by the names of their interfaces, where the user says so. */
  readonly interfaces?: ReadonlyMap<string, number>;
}

/** One format of recordings. */
export interface Format {
  /**
   * Begins to read a recording.
   * @param head its first lines, for what only several lines tell together
   */
  open(head: Uint8Array, options: ReadOptions): LineReader;
}

/** A recorded frame with its time. Readers fill the same entry for every line, so nobody may keep it. */
export class LogEntry {
  /** Milliseconds since whatever the recording counts from, usually 1970-01-01 UTC. */
  timeMs = 0;
  /** True where the recording node sent the frame itself. */
  sent = false;
  readonly frame: Frame;
  /** Views of 0 to 8 bytes on one buffer, so that a frame's length changes without a new array. */
  readonly #views: readonly Uint8Array[];
  /** The buffer itself, for data whose length is only known behind it. */
  readonly room = new Uint8Array(8);

  constructor() {
    const { room } = this;
    this.#views = Array.from({ length: 9 }, (_, n) => room.subarray(0, n));
    this.frame = new Frame(0, room);
  }

  /** Gives the frame `length` data bytes (0 to 8), to be filled by the caller. */
  resize(length: number): Uint8Array {
    const { frame } = this, view = this.#views[length] as Uint8Array;
    // Most frames are as long as the one before
    if (frame.data !== view) frame.data = view;
    return view;
  }

  /**
   * Names the frame.
   * @returns false when no identifier of that kind is so large
   */
  name(id: number, extended: boolean, bus: number): boolean {
    const { frame } = this;
    frame.id = id;
    frame.extended = extended;
    frame.bus = bus;
    return id <= (extended ? MAX_EXTENDED_ID : MAX_STANDARD_ID);
  }
}

/** Largest identifiers of 11 and 29 bits. */
const MAX_STANDARD_ID = 0x7ff, MAX_EXTENDED_ID = 0x1fff_ffff;
