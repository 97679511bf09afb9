import { fromLittleEndian, littleEndian } from "./dictionary.ts";

/** Refuses an access with an SDO abort code. */
export class Refusal extends Error {
  constructor(readonly code: number) {
    super(`SDO abort 0x${code.toString(16).padStart(8, "0")}`);
  }
}

/** What a request wants of which object. */
export interface Target {
  readonly access: "r" | "w";
  readonly index: number;
  readonly sub: number;
}

/** The dictionary behind the server; both throw a `Refusal`. */
export interface ObjectAccess {
  /** An object's bytes, and whether they may go into one frame. */
  read(
    index: number,
    sub: number,
  ): { readonly bytes: Uint8Array; readonly segmented: boolean };
  /**
   * Stores an object.
   * @param sized false when the client left open how many of the four bytes count
   */
  write(index: number, sub: number, bytes: Uint8Array, sized: boolean): void;
}

/** A transfer in segments that is under way. */
interface Session extends Target {
  readonly bytes: number[];
  /** Bytes left to send, or bytes announced. */
  readonly size: number;
  at: number;
  toggle: number;
}

const SEGMENT = 7;
const CODE = { toggle: 0x05030000, specifier: 0x05040001, length: 0x06070010 };

/** The node's side of SDO transfers (CiA 301), expedited and in segments, one at a time. */
export class SdoServer {
  readonly #objects: ObjectAccess;
  #session: Session | undefined;

  constructor(objects: ObjectAccess) {
    this.#objects = objects;
  }

  /** Forgets a transfer that is under way. */
  reset(): void {
    this.#session = undefined;
  }

  /** What a request is about; undefined for what gets no answer: aborts and frames too short. */
  target(request: Uint8Array): Target | undefined {
    if (request.length < 8) return undefined;
    const { control, index, sub } = taken(request);
    switch (control >> 5) {
      case 0:
        return this.#session ?? { access: "w", index: 0, sub: 0 };
      case 3:
        return this.#session ?? { access: "r", index: 0, sub: 0 };
      case 4:
        this.reset();
        return undefined;
      default:
        return { access: control >> 5 === 1 ? "w" : "r", index, sub };
    }
  }

  /** Carries a request out and gives the reply. */
  answer(request: Uint8Array, target: Target): Uint8Array {
    try {
      return this.#answer(request, target);
    } catch (error) {
      if (error instanceof Refusal) return this.refuse(target, error.code);
      throw error;
    }
  }

  /** Ends a transfer with an abort. */
  refuse({ index, sub }: Target, code: number): Uint8Array {
    this.reset();
    return reply(0x80, index, sub, littleEndian(code, 4));
  }

  #answer(request: Uint8Array, { index, sub }: Target): Uint8Array {
    const { control } = taken(request), data = request.slice(4, 8);
    switch (control >> 5) {
      case 0:
        return this.#takeSegment(control, request);
      case 1:
        return this.#download(control, index, sub, data);
      case 2:
        return this.#upload(index, sub);
      case 3:
        return this.#giveSegment(control);
      default:
        throw new Refusal(CODE.specifier);
    }
  }

  #upload(index: number, sub: number): Uint8Array {
    this.reset();
    const { bytes, segmented } = this.#objects.read(index, sub);
    const size = bytes.length;
    if (!segmented && size >= 1 && size <= 4) {
      return reply(0x43 | (4 - size) << 2, index, sub, bytes);
    }
    this.#session = begin("r", index, sub, [...bytes], size);
    return reply(0x41, index, sub, littleEndian(size, 4));
  }

  #giveSegment(control: number): Uint8Array {
    const session = this.#under("r", control);
    const part = session.bytes.slice(session.at, session.at + SEGMENT);
    session.at += SEGMENT;
    const last = session.at >= session.size;
    if (last) this.reset();
    const unused = SEGMENT - part.length;
    const frame = new Uint8Array(8);
    frame[0] = (control & 0x10) | unused << 1 | (last ? 1 : 0);
    frame.set(part, 1);
    return frame;
  }

  #download(
    control: number,
    index: number,
    sub: number,
    data: Uint8Array,
  ): Uint8Array {
    this.reset();
    const expedited = (control & 2) !== 0, sized = (control & 1) !== 0;
    if (expedited) {
      const unused = sized ? control >> 2 & 3 : 0;
      this.#objects.write(index, sub, data.slice(0, 4 - unused), sized);
    } else {
      const size = sized ? fromLittleEndian(data) : Infinity;
      this.#session = begin("w", index, sub, [], size);
    }
    return reply(0x60, index, sub);
  }

  #takeSegment(control: number, request: Uint8Array): Uint8Array {
    const session = this.#under("w", control);
    session.bytes.push(...request.slice(1, 8 - (control >> 1 & 7)));
    if ((control & 1) === 1) this.#store(session);
    const frame = new Uint8Array(8);
    frame[0] = 0x20 | control & 0x10;
    return frame;
  }

  #store({ index, sub, bytes, size }: Session): void {
    if (size !== Infinity && size !== bytes.length) {
      throw new Refusal(CODE.length);
    }
    this.reset();
    this.#objects.write(index, sub, Uint8Array.from(bytes), true);
  }

  /** The transfer that a segment belongs to, its toggle bit checked and turned. */
  #under(access: Target["access"], control: number): Session {
    const session = this.#session;
    if (session?.access !== access) throw new Refusal(CODE.specifier);
    if (session.toggle !== (control >> 4 & 1)) throw new Refusal(CODE.toggle);
    session.toggle ^= 1;
    return session;
  }
}

function begin(
  access: Target["access"],
  index: number,
  sub: number,
  bytes: number[],
  size: number,
): Session {
  return { access, index, sub, bytes, size, at: 0, toggle: 0 };
}

function taken(
  request: Uint8Array,
): { control: number; index: number; sub: number } {
  const view = new DataView(request.buffer, request.byteOffset);
  return {
    control: view.getUint8(0),
    index: view.getUint16(1, true),
    sub: view.getUint8(3),
  };
}

function reply(
  control: number,
  index: number,
  sub: number,
  data: Uint8Array = new Uint8Array(),
): Uint8Array {
  const frame = new Uint8Array(8);
  frame[0] = control;
  frame.set(littleEndian(index, 2), 1);
  frame[3] = sub;
  frame.set(data, 4);
  return frame;
}
