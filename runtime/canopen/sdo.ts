/** A number read from an object. */
export interface SdoValue {
  /** Little endian over the bytes used, unsigned: −1 as Integer16 is 65535. */
  readonly value: number;
  /** Bytes used, 1 to 4. */
  readonly size: number;
  /** As they came, lowest first. */
  readonly bytes: Uint8Array;
}

/**
 * Access to the object dictionary of one CANopen node.
 *
 * Transfers run one at a time, in the order in which they were asked for. Each rejects with an
 * `SdoError`; one whose signal fires before its turn sends nothing.
 */
export interface Sdo {
  /**
   * Reads a number; an object that answers in segments is refused with 0x05040005.
   * @param size bytes that the object is known to have: they count where the node does not say how many
   */
  read(
    index: number,
    sub: number,
    signal?: AbortSignal,
    size?: number,
  ): Promise<SdoValue>;
  /** Reads an object of any length. */
  readBytes(
    index: number,
    sub: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array>;
  /** Reads a string object, without the zero bytes behind it. */
  readText(index: number, sub: number, signal?: AbortSignal): Promise<string>;
  /**
   * Writes a number, leaving it to the node how many bytes it takes.
   * @param value −2^31 to 2^32 − 1
   */
  write(
    index: number,
    sub: number,
    value: number,
    signal?: AbortSignal,
  ): Promise<void>;
  /** Writes as many bytes as there are, in segments when there are more than four. */
  writeBytes(
    index: number,
    sub: number,
    bytes: Uint8Array,
    signal?: AbortSignal,
  ): Promise<void>;
}
