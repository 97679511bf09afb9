import type { BytePort } from "./byte_port.ts";
import { messageOf, type Session } from "./supervisor.ts";

/** An open byte port whose bytes are handed over as they come. */
export class ByteSession implements Session {
  readonly ended: Promise<string>;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;

  /**
   * @param port that was opened
   * @param receive gets what arrives, not before the caller had its turn; when it throws, the session ends
   */
  constructor(
    private readonly port: BytePort,
    receive: (bytes: Uint8Array) => void,
  ) {
    this.#reader = port.readable.getReader();
    this.#writer = port.writable.getWriter();
    // Whoever writes sees the rejection; this one would end the program.
    this.#writer.closed.catch(() => {});
    this.ended = this.#pump(receive);
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
        if (done) return "the device ended the connection";
        receive(value);
      }
    } catch (error) {
      return messageOf(error);
    }
  }
}
