/** Questions to all control units of a bus at once, and what each of them answers. */
import type { Clock } from "../../hal/mod.ts";
import { FrameMaker } from "./isotp_frames.ts";
import { IsoTpReceiver, type Received } from "./isotp_receiver.ts";

/** A question to all units. */
export interface DiagBroadcast {
  /** Identifier of the question, such as 0x7DF. */
  readonly to: number;
  /** Bus; default 1. */
  readonly bus?: number;
  /** First and last identifier of answers, at most 256. */
  readonly among: readonly [first: number, last: number];
  /**
   * Units whose identifiers are known: they get flow control, without which of a long answer there is the
   * first frame. To what is not known nothing is sent.
   */
  readonly units: readonly { readonly to: number; readonly from: number }[];
  /** 1 to 7 bytes. */
  readonly request: readonly number[];
  /** Time for all answers, ms, at most a minute. */
  readonly within: number;
}

/** What a unit answered. */
export interface DiagBroadcastAnswer {
  /** Identifier of its answers. */
  readonly from: number;
  /** All of it, also what it repeats of the request; a negative answer as it came. */
  readonly data: Uint8Array;
  /** False: only how it began. */
  readonly whole: boolean;
}

/** What a positive answer adds to the service; how a negative one begins. */
const POSITIVE = 0x40, NEGATIVE = 0x7f;
/** Most bytes of a question, which is one frame: nobody can ask all for the next one. */
const MOST_BYTES = 7, MOST_IDS = 256;
/** Longest time for the answers, ms: the next question waits for so long. */
const LONGEST = 60_000;
/** Flow control: all frames, at least 25 ms apart. */
const BLOCK = 0, SEPARATION = 25;

/** @throws RangeError */
export function checkBroadcast(
  { among, request, within }: DiagBroadcast,
): void {
  const [first, last] = among, { length } = request;
  if (length < 1 || length > MOST_BYTES) {
    throw new RangeError(
      `a question to all units has 1 to ${MOST_BYTES} bytes, not ${length}`,
    );
  }
  if (!(last >= first && last - first < MOST_IDS)) {
    throw new RangeError(
      `identifiers of answers are at most ${MOST_IDS} in a row, not ${first} to ${last}`,
    );
  }
  if (!(within >= 0 && within <= LONGEST)) {
    throw new RangeError(
      `the time for answers is at most ${LONGEST} ms, not ${within}`,
    );
  }
}

/** Gathers the answers of one question. */
export class Broadcast {
  /** How the question is sent. */
  readonly frame: Uint8Array;
  readonly #frames = new FrameMaker();
  readonly #receivers = new Map<number, IsoTpReceiver>();
  /** Who was told to go on. */
  readonly #begun = new Set<number>();
  readonly #answers = new Map<number, DiagBroadcastAnswer>();

  /** @param send puts flow control on the bus */
  constructor(
    readonly ask: DiagBroadcast,
    readonly clock: Pick<Clock, "monotonic">,
    readonly send: (id: number, frame: Uint8Array) => void,
  ) {
    this.frame = this.#frames.begin(Uint8Array.from(ask.request));
  }

  /** One a unit, by identifier. */
  get answers(): readonly DiagBroadcastAnswer[] {
    return [...this.#answers.values()].sort((a, b) => a.from - b.from);
  }

  /** Whether an identifier may answer this question. */
  hears(id: number): boolean {
    const { to, among: [first, last] } = this.ask;
    return id >= first && id <= last && id !== to;
  }

  /** Takes a frame of an identifier that may answer; its data is only read during the call. */
  receive(from: number, data: Uint8Array): void {
    const receiver = this.#receivers.get(from) ?? new IsoTpReceiver();
    this.#receivers.set(from, receiver);
    this.#take(from, receiver.receive(data, this.clock.monotonic()));
  }

  #take(from: number, got: Received): void {
    if (got.kind === "message" && this.#isAnswer(got.data)) {
      this.#answers.set(from, { from, data: got.data.slice(), whole: true });
    } else if (got.kind === "begun" && this.#isAnswer(got.head)) {
      this.#answers.set(from, { from, data: got.head.slice(), whole: false });
      // Once: who begins again and again must not have us fill the bus
      if (this.#begun.has(from)) return;
      this.#begun.add(from);
      const unit = this.ask.units.find((known) => known.from === from);
      if (unit) this.send(unit.to, this.#frames.flow(0, BLOCK, SEPARATION));
    }
  }

  #isAnswer([first = 0, second]: Uint8Array): boolean {
    const [service = 0] = this.ask.request;
    return first === service + POSITIVE ||
      first === NEGATIVE && second === service;
  }
}
