import type { SerialOptions, SerialPort } from "./serial_port.ts";
import { messageOf, type Session } from "./supervisor.ts";

/**
 * An open serial port whose bytes are handed over as they come.
 *
 * With a `Supervisor` it survives the device's being pulled out:
 * `new Supervisor(() => SerialSession.open(port, { baudRate: 9600 }, receive), clock)`.
 * It uses the port by the rules of the Web Serial API only.
 */
export class SerialSession implements Session {
  readonly ended: Promise<string>;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;

  private constructor(
    private readonly port: SerialPort,
    readable: ReadableStream<Uint8Array>,
    writable: WritableStream<Uint8Array>,
    receive: (bytes: Uint8Array) => void,
  ) {
    this.#reader = readable.getReader();
    this.#writer = writable.getWriter();
    // Whoever writes sees the rejection; this one would end the program.
    this.#writer.closed.catch(() => {});
    this.ended = this.#pump(receive);
  }

  /**
   * Opens a port.
   * @param receive gets what arrives; when it throws, the session ends
   */
  static async open(
    port: SerialPort,
    options: SerialOptions,
    receive: (bytes: Uint8Array) => void,
  ): Promise<SerialSession> {
    await port.open(options);
    const { readable, writable } = port;
    if (!readable || !writable) {
      throw new Error("the serial port opened without streams");
    }
    return new SerialSession(port, readable, writable, receive);
  }

  /** Resolves when the bytes are with the kernel; rejects when the device is gone. */
  write(bytes: Uint8Array): Promise<void> {
    return this.#writer.write(bytes);
  }

  async close(): Promise<void> {
    const nothing = () => {};
    await this.#reader.cancel().catch(nothing);
    await this.#writer.abort().catch(nothing);
    await this.ended;
    this.#reader.releaseLock();
    this.#writer.releaseLock();
    await this.port.close().catch(nothing);
  }

  async #pump(receive: (bytes: Uint8Array) => void): Promise<string> {
    try {
      for (;;) {
        const { value, done } = await this.#reader.read();
        if (done) return "closed";
        receive(value);
      }
    } catch (error) {
      return messageOf(error);
    }
  }
}
