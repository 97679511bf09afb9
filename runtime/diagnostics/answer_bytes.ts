import { CommandError } from "../contract/calls.ts";

/**
 * An answer has fewer bytes than its reader wants: the control unit's fault, not the reader's, so that a
 * command in which it is thrown fails with a text.
 */
export class ShortAnswer extends CommandError {}

/**
 * The data of an answer, behind what it repeats of the request. Numbers of several bytes are big
 * endian unless `le` is in the name; reading beyond the end throws a `ShortAnswer`.
 *
 * ```ts
 * import { AnswerBytes } from "ovms-edge";
 * import { equal } from "node:assert/strict";
 *
 * const answer = new AnswerBytes(Uint8Array.of(0x01, 0xf4, 0xff, 0x41));
 * equal(answer.u16(0), 500);
 * equal(answer.s8(2), -1);
 * equal(answer.text(3, 4), "A");
 * ```
 */
export class AnswerBytes {
  readonly #view: DataView;

  /**
   * Wraps the bytes of an answer.
   * @param data behind what the answer repeats of the request
   */
  constructor(readonly data: Uint8Array) {
    this.#view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  }

  /** How many bytes there are. */
  get length(): number {
    return this.data.length;
  }

  /** One byte. */
  u8(at: number): number {
    return this.#at(at, 1).getUint8(at);
  }
  /** One byte with sign. */
  s8(at: number): number {
    return this.#at(at, 1).getInt8(at);
  }
  /** Two bytes, high byte first. */
  u16(at: number): number {
    return this.#at(at, 2).getUint16(at);
  }
  /** Two bytes with sign, high byte first. */
  s16(at: number): number {
    return this.#at(at, 2).getInt16(at);
  }
  /** Three bytes, high byte first. */
  u24(at: number): number {
    return this.#at(at, 3).getUint8(at) << 16 | this.#view.getUint16(at + 1);
  }
  /** Four bytes, high byte first. */
  u32(at: number): number {
    return this.#at(at, 4).getUint32(at);
  }
  /** Four bytes with sign, high byte first. */
  s32(at: number): number {
    return this.#at(at, 4).getInt32(at);
  }
  /** Two bytes, low byte first. */
  u16le(at: number): number {
    return this.#at(at, 2).getUint16(at, true);
  }
  /** Two bytes with sign, low byte first. */
  s16le(at: number): number {
    return this.#at(at, 2).getInt16(at, true);
  }
  /** Four bytes, low byte first. */
  u32le(at: number): number {
    return this.#at(at, 4).getUint32(at, true);
  }
  /** Four bytes with sign, low byte first. */
  s32le(at: number): number {
    return this.#at(at, 4).getInt32(at, true);
  }

  /** Bit `bit` (0 = lowest) of byte `at`. */
  bit(at: number, bit: number): boolean {
    return (this.u8(at) >> bit & 1) === 1;
  }

  /** Characters (Latin-1) from byte `from` to before byte `to`, default the end; zero bytes are left out. */
  text(from = 0, to = this.length): string {
    this.#at(from, to - from);
    return new TextDecoder("latin1").decode(this.data.subarray(from, to))
      .replaceAll("\0", "");
  }

  #at(at: number, count: number): DataView {
    if (at >= 0 && at + count <= this.length) return this.#view;
    throw new ShortAnswer(
      `The answer has ${this.length} bytes, too few for ${count} from byte ${at} on`,
    );
  }
}
