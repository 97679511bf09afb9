/** Keeps messages that are too large out of the memory: MQTT has them up to 256 MB, and the library waits for all of one. */
import { Duplex } from "node:stream";

/** Kind of a packet in the upper half of its first byte; a message's acknowledgement. */
const PUBLISH = 3, PUBACK = 0x40;
/** Set where a message comes with QoS 2. */
const TWICE = 0b0100;
/** Each byte of a length has seven bits of it, and there are at most four. */
const DIGIT = 128, DIGITS = 4;
/** Bytes of a topic's length, and of a message's number behind the topic. */
const LENGTH = 2, NUMBER = 2;

/**
 * Takes messages that are too large out of the bytes that a broker sends, as they come, and answers those
 * that want it: a broker stops sending while too many are not acknowledged.
 */
export class PacketFilter {
  /** Kind and length of a packet, as far as they came. */
  #head: number[] = [];
  /** Bytes that the packet still has. */
  #left = 0;
  #leavesOut = false;
  /** Topic and number of a message that is left out, while they are still to come. */
  #beginning: number[] | undefined;

  /**
   * @param largest bytes of a message behind its head
   * @param answer takes what the broker is to get for a message that is left out
   */
  constructor(
    readonly largest: number,
    readonly answer: (packet: Uint8Array) => void,
  ) {}

  /**
   * What is left of the next bytes.
   * @throws Error where something else than a message is too large, or one comes with QoS 2: nobody asks
   * for that, and the library would keep it until the broker says that it has its answer
   */
  take(bytes: Uint8Array): readonly Uint8Array[] {
    const kept: Uint8Array[] = [];
    for (let at = 0; at < bytes.length;) {
      if (this.#left === 0) {
        const head = this.#begin(bytes[at++] ?? 0);
        if (head) kept.push(head);
        continue;
      }
      const piece = bytes.subarray(at, at + this.#left);
      if (this.#leavesOut) this.#leaveOut(piece);
      else kept.push(piece);
      at += piece.length;
      this.#left -= piece.length;
    }
    return kept;
  }

  /** A byte of a head; the whole head of a packet that is kept. */
  #begin(byte: number): Uint8Array | undefined {
    const head = this.#head;
    head.push(byte);
    const isWhole = head.length > 1 && byte < DIGIT || head.length > DIGITS;
    if (!isWhole) return undefined;
    this.#head = [];
    const [first = 0, ...digits] = head;
    this.#left = digits.reduceRight(
      (length, digit) => length * DIGIT + digit % DIGIT,
      0,
    );
    if (first >> 4 === PUBLISH && (first & TWICE) !== 0) {
      throw new Error(
        "the broker sent a message with a QoS that nobody asked for",
      );
    }
    this.#leavesOut = this.#left > this.largest;
    if (!this.#leavesOut) return Uint8Array.from(head);
    if (first >> 4 !== PUBLISH) {
      throw new Error("the broker sent an answer that is too large");
    }
    const wantsAnswer = (first & 0b0110) !== 0;
    this.#beginning = wantsAnswer ? [] : undefined;
    return undefined;
  }

  #leaveOut(piece: Uint8Array): void {
    const beginning = this.#beginning;
    if (!beginning) return;
    for (const byte of piece) {
      beginning.push(byte);
      const [high = 0, low = 0] = beginning;
      const topic = high * 256 + low;
      if (beginning.length < LENGTH + topic + NUMBER) continue;
      this.#beginning = undefined;
      const number = beginning.slice(-NUMBER);
      return this.answer(Uint8Array.of(PUBACK, NUMBER, ...number));
    }
  }
}

/** A connection to a broker without the messages that are too large. */
export function withoutLarge(stream: Duplex, largest: number): Duplex {
  const filter = new PacketFilter(
    largest,
    (packet) => void stream.write(packet),
  );
  const filtered = new Duplex({
    read: () => void stream.resume(),
    write: (bytes: Uint8Array, _, done) => void stream.write(bytes, done),
    final(done) {
      stream.end(done);
    },
    destroy(error, done) {
      stream.destroy();
      done(error);
    },
  });
  stream.on("data", (bytes: Uint8Array) => {
    try {
      const wants = filter.take(bytes).map((piece) => filtered.push(piece));
      if (wants.includes(false)) stream.pause();
    } catch (error) {
      filtered.destroy(error instanceof Error ? error : undefined);
    }
  });
  stream.on("end", () => filtered.push(null));
  stream.on("error", (error) => filtered.destroy(error));
  stream.on("close", () => filtered.destroy());
  return filtered;
}
