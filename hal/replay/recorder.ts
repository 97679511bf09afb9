import type { CanFrame } from "../mod.ts";
import { writtenAs, type WrittenFormat } from "./written.ts";

/** Where a recording goes; `Deno.FsFile` is one. */
export interface LogSink {
  /** Writes some of the bytes and says how many. */
  writeSync(bytes: Uint8Array): number;
  close(): void;
}

/** The sink of a recording that has none any more. */
const NOWHERE: LogSink = { writeSync: ({ length }) => length, close: () => {} };

/** Lines are collected up to this size, so that a busy bus costs a few writes a second. */
const BUFFER_BYTES = 64 * 1024;
/** No line of any format is longer. */
const LONGEST_LINE = 128;

/**
 * Writes frames to a recording.
 *
 * A sink that fails (a full disk) ends the recording and nothing else: `problem` says why, and
 * later frames are counted as lost.
 */
export class Recorder {
  /** Frames that are in the recording or its buffer. */
  recorded = 0;
  /** Frames that are not in the recording because its sink failed. */
  lost = 0;
  /** Why the recording ended early; undefined while all is well. */
  problem: string | undefined;
  /** Bytes handed to the present sink. */
  written = 0;
  readonly #format: WrittenFormat;
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #sink: LogSink;
  #used = 0;
  /** Frames in the buffer. */
  #waiting = 0;
  #closed = false;
  readonly #encoder = new TextEncoder();

  /** @param fresh whether the sink is empty, so that a heading belongs there */
  constructor(sink: LogSink, format: WrittenFormat, fresh = true) {
    this.#sink = sink;
    this.#format = format;
    if (fresh) this.#head();
  }

  #head(): void {
    const { heading } = writtenAs(this.#format);
    if (heading !== undefined) this.#put(heading);
  }

  #put(line: string): void {
    const room = this.#buffer.subarray(this.#used);
    this.#used += this.#encoder.encodeInto(`${line}\n`, room).written;
  }

  /**
   * Adds a frame.
   * @param timeMs milliseconds since 1970-01-01 UTC
   * @param sent true if this node sent it
   */
  record(timeMs: number, frame: CanFrame, sent = false): void {
    if (this.#used + LONGEST_LINE > BUFFER_BYTES) this.flush();
    if (this.#closed || this.problem !== undefined) {
      this.lost++;
      return;
    }
    this.#put(writtenAs(this.#format).line(timeMs, frame, sent));
    this.#waiting++;
    this.recorded++;
  }

  /** Hands what is buffered to the sink. */
  flush(): void {
    try {
      for (let from = 0; from < this.#used;) {
        const written = this.#sink.writeSync(
          this.#buffer.subarray(from, this.#used),
        );
        if (written === 0) throw new Error("nothing more could be written");
        from += written;
      }
      this.written += this.#used;
    } catch (error) {
      this.recorded -= this.#waiting;
      this.lost += this.#waiting;
      this.problem = `The recording ended: ${
        error instanceof Error ? error.message : String(error)
      }`;
    }
    this.#used = 0;
    this.#waiting = 0;
  }

  /** Goes on in another, empty sink; `change` closes the old one and opens it. */
  goOn(change: (old: LogSink) => LogSink): void {
    if (this.#closed || this.problem !== undefined) return;
    this.flush();
    const old = this.#sink;
    // The change closes it, whether or not there is another one then.
    this.#sink = NOWHERE;
    try {
      this.#sink = change(old);
      this.written = 0;
      this.#head();
    } catch (error) {
      this.problem = `The recording ended: ${
        error instanceof Error ? error.message : String(error)
      }`;
    }
  }

  /** Writes the rest and closes the sink; calling it again does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.flush();
    this.#sink.close();
  }
}
