/** A connection of bytes in both directions. */
export interface Socket {
  /** Ends when the other side closes, fails when the connection breaks. */
  readonly readable: ReadableStream<Uint8Array>;
  /** A write is done when the system has taken the bytes. */
  readonly writable: WritableStream<Uint8Array>;
  /** Ends both directions at once; what was not taken yet is lost. Calling it again does nothing. */
  close(): void;
}

/** Makes connections. */
export interface Network {
  /**
   * Connects over TCP.
   * @param host name or IP address
   * @param tls encrypt it, and check the other side's certificate
   * @param signal ends the attempt: nobody waits for it any more
   */
  connect(
    host: string,
    port: number,
    tls: boolean,
    signal?: AbortSignal,
  ): Promise<Socket>;
}
