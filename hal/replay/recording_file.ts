/** A recording in a file that is never lost: continued after a restart, put aside when it is long enough. */
import type { CanFrame } from "../mod.ts";
import { detect } from "./detect.ts";
import { Recorder } from "./recorder.ts";
import { formatOf } from "./written.ts";

/** When a file is long enough; what is left out does not count. */
export interface RecordLimit {
  readonly bytes?: number;
  /** Time from its first frame to its last, ms. */
  readonly ms?: number;
}

/** Frames on their way into a file. */
export interface Recording {
  /** The file; another than was asked for where that one holds something else. */
  readonly path: string;
  /** Why the recording ended early; undefined while all is well. */
  readonly problem: string | undefined;
  record(timeMs: number, frame: CanFrame, sent?: boolean): void;
  /** Writes what is buffered, and puts the file aside if it is long enough; to be called every second. */
  flush(): void;
  close(): void;
  /** Resolves when all that was put aside is packed. */
  packed(): Promise<void>;
}

const LF = 0x0a;
/** Bytes of an older file by which its format is told. */
const HEAD = 4096;

/**
 * Opens a recording in the format that the file's name asks for. A file that is there is continued;
 * where it holds something else, the next free number goes into the name.
 * @throws what the system says when it cannot be written
 */
export function openRecordingFile(
  path: string,
  limit: RecordLimit = {},
): Recording {
  return new RecordingFile(usable(path), limit);
}

class RecordingFile implements Recording {
  readonly path: string;
  readonly #limit: RecordLimit;
  readonly #recorder: Recorder;
  #size: number;
  #first: number | undefined;
  #last = 0;
  #packing: Promise<unknown>;

  constructor(path: string, limit: RecordLimit) {
    this.path = path;
    this.#limit = limit;
    const { file, size } = append(path);
    this.#size = size;
    this.#recorder = new Recorder(file, formatOf(path), size === 0);
    // What was put aside when the program was ended is packed now.
    this.#packing = Promise.all(unpackedParts(path).map(pack));
  }

  get problem(): string | undefined {
    return this.#recorder.problem;
  }

  record(timeMs: number, frame: CanFrame, sent = false): void {
    this.#first ??= timeMs;
    this.#last = timeMs;
    this.#recorder.record(timeMs, frame, sent);
  }

  flush(): void {
    this.#recorder.flush();
    if (this.#isLong()) this.#putAside();
  }

  #isLong(): boolean {
    const { bytes = Infinity, ms = Infinity } = this.#limit;
    const size = this.#size + this.#recorder.written;
    return size >= bytes ||
      this.#first !== undefined && Math.abs(this.#last - this.#first) >= ms;
  }

  #putAside(): void {
    const { path } = this;
    this.#recorder.goOn((old) => {
      old.close();
      // Another program may have moved it away, as those do that keep logs in order.
      if (exists(path)) {
        const part = freePart(path);
        Deno.renameSync(path, part);
        this.#packing = Promise.all([this.#packing, pack(part)]);
      }
      return append(path).file;
    });
    this.#size = 0;
    this.#first = undefined;
  }

  close(): void {
    this.#recorder.close();
  }

  async packed(): Promise<void> {
    await this.#packing;
  }
}

/** Opens a file for more; a line that a power cut left unfinished is ended first. */
function append(path: string): { file: Deno.FsFile; size: number } {
  const file = Deno.openSync(path, {
    read: true,
    write: true,
    create: true,
  });
  try {
    const { size } = file.statSync();
    const last = new Uint8Array(1);
    if (size > 0) {
      file.seekSync(-1, Deno.SeekMode.End);
      file.readSync(last);
      if (last[0] !== LF) file.writeSync(Uint8Array.of(LF));
    }
    return { file, size };
  } catch (error) {
    file.close();
    throw error;
  }
}

/** The file itself where it is new, empty or of its name's format; else one with a number that is. */
function usable(path: string): string {
  for (let number = 1;; number++) {
    const name = number === 1 ? path : numbered(path, `${number}`);
    const head = headOf(name);
    if (head.length === 0 || detect(head) === formatOf(path)) return name;
  }
}

function headOf(path: string): Uint8Array {
  try {
    using file = Deno.openSync(path);
    const head = new Uint8Array(HEAD);
    return head.subarray(0, file.readSync(head) ?? 0);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return new Uint8Array(0);
    throw error;
  }
}

/** `drive.log` with `part1` is `drive.part1.log`. */
function numbered(path: string, mark: string): string {
  const [, stem = path, ending = ""] = /^(.*?)(\.[^./]+)?$/s.exec(path) ?? [];
  return `${stem}.${mark}${ending}`;
}

/** The name of the next part: none that is there, packed or not, is ever replaced. */
function freePart(path: string): string {
  for (let number = 1;; number++) {
    const name = numbered(path, `part${number}`);
    if (!exists(name) && !exists(`${name}.gz`)) return name;
  }
}

function exists(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Parts that were put aside and are not packed yet. */
function unpackedParts(path: string): readonly string[] {
  const parts: string[] = [];
  for (let number = 1;; number++) {
    const name = numbered(path, `part${number}`);
    if (exists(name)) parts.push(name);
    else if (!exists(`${name}.gz`)) return parts;
  }
}

/** Packs a file; it is removed only when its packed form is on the disk and whole. What fails stays unpacked. */
async function pack(path: string): Promise<void> {
  const unfinished = `${path}.gz.new`;
  try {
    await compress(path, unfinished);
    if (await unpackedSize(unfinished) !== Deno.statSync(path).size) return;
    await Deno.rename(unfinished, `${path}.gz`);
    await Deno.remove(path);
  } catch {
    await Deno.remove(unfinished).catch(() => {});
  }
}

async function compress(from: string, to: string): Promise<void> {
  const source = await Deno.open(from);
  using target = await Deno.open(to, {
    write: true,
    create: true,
    truncate: true,
  });
  const packed = source.readable.pipeThrough(new CompressionStream("gzip"));
  // Chunk by chunk: a pipe that leaves the file open loses what it wrote (Deno 2.9.6).
  for await (const chunk of packed) {
    for (let at = 0; at < chunk.length;) {
      at += await target.write(chunk.subarray(at));
    }
  }
  await target.sync();
}

async function unpackedSize(path: string): Promise<number> {
  const packed = await Deno.open(path);
  let size = 0;
  for await (
    const chunk of packed.readable.pipeThrough(new DecompressionStream("gzip"))
  ) size += chunk.length;
  return size;
}
