import type { CanFrame } from "../mod.ts";
import { formatCandump } from "./candump.ts";
import { formatCrtd } from "./crtd.ts";
import type { LogFormat } from "./read_log.ts";

/** Where a recording goes; `Deno.FsFile` is one. */
export interface LogSink {
  /** Writes some of the bytes and says how many. */
  writeSync(bytes: Uint8Array): number;
  close(): void;
}

/** Lines are collected up to this size, so that a busy bus costs a few writes a second. */
const BUFFER_BYTES = 64 * 1024;
/** No line of either format is longer. */
const LONGEST_LINE = 96;

const FORMATS = { candump: formatCandump, crtd: formatCrtd } as const;

/** The format that a file's name asks for: CRTD if it ends in `.crtd`, else candump. */
export function formatOf(path: string): LogFormat {
  return path.toLowerCase().endsWith(".crtd") ? "crtd" : "candump";
}

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
  readonly #sink: LogSink;
  readonly #format: typeof formatCandump;
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #used = 0;
  /** Frames in the buffer. */
  #waiting = 0;
  #closed = false;
  readonly #encoder = new TextEncoder();

  constructor(sink: LogSink, format: LogFormat) {
    this.#sink = sink;
    this.#format = FORMATS[format];
  }

  /** Opens a new recording in a file, in the format that its name asks for; an older file is replaced. */
  static open(path: string): Recorder {
    const file = Deno.openSync(path, {
      write: true,
      create: true,
      truncate: true,
    });
    return new Recorder(file, formatOf(path));
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
    const line = this.#format(timeMs, frame, sent) + "\n";
    const room = this.#buffer.subarray(this.#used);
    this.#used += this.#encoder.encodeInto(line, room).written;
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

  /** Writes the rest and closes the sink; calling it again does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.flush();
    this.#sink.close();
  }
}
