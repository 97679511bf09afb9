import type { Clock } from "../mod.ts";
import { checked, cString, libc } from "./libc.ts";
import { pause } from "../pause.ts";
import { givePort, openError, takePort } from "./port_owner.ts";
import { Descriptor } from "./reactor.ts";
import { configureRaw, dropUnsent, unsent } from "./termios.ts";

/** How a port is opened; 8 data bits, no parity, one stop bit, no handshake. */
export interface SerialOptions {
  /** Bits per second. */
  readonly baudRate: number;
}

/**
 * A serial port, shaped as `SerialPort` of the Web Serial API, so that a library with that API can
 * stand in for `LinuxSerialPort`.
 */
export interface SerialPort {
  /** Rejects when the device is not there, not allowed or no serial port. */
  open(options: SerialOptions): Promise<void>;
  /** What arrives; errors with a NetworkError when the device goes. Null while not open. */
  readonly readable: ReadableStream<Uint8Array> | null;
  /** What is sent; a write resolves when the kernel has taken it. Null while not open. */
  readonly writable: WritableStream<Uint8Array> | null;
  /** Closes the port, which can then be opened again. */
  close(): Promise<void>;
}

const O_RDWR = 2, O_NOCTTY = 0o400, O_NONBLOCK = 0o4000, O_CLOEXEC = 0o2000000;
const FLAGS = O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC;
/** What the kernel's line buffer holds at most. */
const READ_SIZE = 4096;
/** How long closing the writable stream waits for the line, and in which steps. */
const DRAIN_MS = 1000, DRAIN_STEP_MS = 5;

/**
 * A serial port of this machine, driven through the C library.
 *
 * Needs `--allow-ffi=` with the path of `libcPath` only: Deno's own file API asks for all permissions on `/dev/tty*`.
 */
export class LinuxSerialPort implements SerialPort {
  #open: OpenPort | undefined;

  /**
   * @param path such as `/dev/ttyUSB0`
   * @param coalesceMs how long bytes are gathered after the first has come. Each wake-up costs
   *   far more than each byte, so a few milliseconds make a busy line cheap
   */
  constructor(
    readonly path: string,
    private readonly clock: Clock,
    private readonly coalesceMs = 0,
  ) {}

  get readable(): ReadableStream<Uint8Array> | null {
    return this.#open?.readable ?? null;
  }

  get writable(): WritableStream<Uint8Array> | null {
    return this.#open?.writable ?? null;
  }

  open(options: SerialOptions): Promise<void> {
    return Promise.try(() => this.#openNow(options));
  }

  #openNow(options: SerialOptions): void {
    if (this.#open) {
      throw new DOMException(
        `${this.path} is already open; close it first`,
        "InvalidStateError",
      );
    }
    const fd = this.#descriptor();
    try {
      takePort(fd, this.path);
      this.#configure(fd, options.baudRate);
    } catch (error) {
      libc().close(fd);
      throw error;
    }
  }

  #configure(fd: number, baudRate: number): void {
    try {
      configureRaw(fd, baudRate, this.path);
      const port = new Descriptor(fd, this.path);
      this.#open = new OpenPort(port, this.clock, this.coalesceMs);
    } catch (error) {
      givePort(fd);
      throw error;
    }
  }

  #descriptor(): number {
    try {
      return checked(
        libc().open(cString(this.path), FLAGS),
        `open ${this.path}`,
      );
    } catch (error) {
      throw openError(error, this.path);
    }
  }

  /** Ends both streams, also while somebody reads or writes; calling it again does nothing. */
  async close(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.close();
  }
}

/** The two streams of an open port. */
class OpenPort {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
  readonly #buffer = new Uint8Array(READ_SIZE);
  readonly #closing = new AbortController();
  #reading: Promise<void> | undefined;

  constructor(
    private readonly port: Descriptor,
    private readonly clock: Clock,
    private readonly coalesceMs: number,
  ) {
    // No queue: what nobody asks for stays in the kernel, whose handshake or loss then shows it.
    this.readable = new ReadableStream({
      pull: (to) => this.#reading = this.#pull(to),
      cancel: () => port.cancelRead(),
    }, { highWaterMark: 0 });
    this.writable = new WritableStream({
      start: (sink) =>
        sink.signal.addEventListener("abort", () => void port.cancelWrite()),
      write: (bytes) => this.#write(bytes),
      close: () => this.#drain(),
    });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    dropUnsent(this.port.fd);
    givePort(this.port.fd);
    await this.port.close();
    await this.#reading;
  }

  async #pull(to: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    try {
      const count = await this.#read();
      if (count > 0) to.enqueue(this.#buffer.slice(0, count));
      else if (this.#closing.signal.aborted) to.close();
      else to.error(lost(this.port.name));
    } catch (error) {
      to.error(lost(this.port.name, error));
    }
  }

  /** Number of bytes in the buffer, 0 at the end. */
  async #read(): Promise<number> {
    for (;;) {
      const count = this.port.tryRead(this.#buffer);
      if (count !== undefined) return count;
      if (!await this.port.readable()) return 0;
      if (this.coalesceMs > 0) {
        await pause(this.clock, this.coalesceMs, this.#closing.signal);
      }
    }
  }

  async #write(bytes: Uint8Array): Promise<void> {
    try {
      await this.port.write(bytes);
    } catch (error) {
      throw lost(this.port.name, error);
    }
  }

  async #drain(): Promise<void> {
    for (let ms = 0; ms < DRAIN_MS && !this.port.closed; ms += DRAIN_STEP_MS) {
      if (unsent(this.port.fd) === 0) return;
      await pause(this.clock, DRAIN_STEP_MS, this.#closing.signal);
    }
  }
}

/** The Web Serial API's error for a device that has gone. */
function lost(name: string, cause?: unknown): DOMException {
  const why = cause instanceof Error ? cause.message : `${name} hung up`;
  return new DOMException(why, "NetworkError");
}
