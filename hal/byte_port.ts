/**
 * A stream of bytes both ways, as a serial port or a TCP connection offers it (shaped like Web Serial).
 */
export interface BytePort {
  /** Ends, or fails, when the device is gone. */
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<Uint8Array>;
  close(): Promise<void>;
}

/**
 * Opens the port; called again after each loss. Rejects with a sentence while the device is missing, and
 * soon when the signal aborts.
 */
export type OpenPort = (signal?: AbortSignal) => Promise<BytePort>;
