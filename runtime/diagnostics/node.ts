import type { Clock, Stop } from "../../hal/mod.ts";
import { noCounts } from "./counters.ts";
import { DiagError, type DiagErrorKind, refusal } from "./diag_error.ts";
import { FrameMaker } from "./isotp_frames.ts";
import { IsoTpReceiver, NEXT_FRAME, type Received } from "./isotp_receiver.ts";
import { FLOW_WAIT, IsoTpSender } from "./isotp_sender.ts";
import { negativeMeaning } from "./negative_codes.ts";
import type { DiagRequest } from "./services.ts";

/** Time for the first frame of an answer (P2 and a good deal more), and after "answer pending" (P2*), ms. */
const ANSWER = 1000, PENDING = 5000;
/** How often a node may say that the answer is pending, and how often it may begin its answer anew. */
const PENDINGS = 24, BEGINNINGS = 3;
/** Longest time for a question, its answer and all that is asked to wait meanwhile, ms: others wait for it. */
const PATIENCE = 45_000;
/** Questions that wait for their turn at most. */
const QUEUE = 32;
/** Frames that count as one exchange's at most: a whole long message each way, and flow control. */
const COST = 1200;
/** What comes so much after its time waited somewhere while the program was held up, ms: it tells nothing of now. */
const HELD = 2000;
/** Time between looks whether an answer to somebody else has ended, ms. */
const LOOK = 50;
/** Flow control: all frames, at least 25 ms apart. */
const BLOCK = 0, SEPARATION = 25;
const NEGATIVE = 0x7f;

/** What a node is made from. */
export interface DiagNodeOptions {
  readonly clock: Pick<Clock, "after" | "monotonic">;
  /** Puts a frame on the node's bus; rejects when writing is not allowed. */
  readonly send: (id: number, data: Uint8Array) => Promise<void>;
  /** Address bytes of requests and answers, with extended or mixed addressing. */
  readonly address?: readonly [to: number, from: number] | undefined;
  /** Consecutive frames a block that are asked for, 0 for all; default 0. */
  readonly block?: number;
  /** Least time between them, 0 to 127 ms; default 25. */
  readonly separation?: number;
  /** Hears each whole message, whoever asked for it. */
  readonly message?: (data: Uint8Array) => void;
  /** Hears that a message broke off, whoever asked for it. */
  readonly broken?: (why: string) => void;
}

/** One request on its way. */
interface Exchange {
  readonly to: number;
  readonly ask: DiagRequest;
  readonly sender: IsoTpSender;
  /** Runs out when nothing comes, and when all of it takes too long. */
  stop: Stop;
  /** When nothing was to come any more, ms, and what is to be done then: also by what comes before a timer that is late. */
  until: number;
  late: () => void;
  overdue: Stop;
  /** The next that may come is flow control. */
  flowAwaited: boolean;
  /** The first frame of the answer was taken, and how often. */
  answering: boolean;
  beginnings: number;
  /** Frames since the last flow control. */
  taken: number;
  pendings: number;
  /** Frames of either side. */
  frames: number;
  readonly resolve: (data: Uint8Array) => void;
  readonly reject: (error: DiagError) => void;
}

/**
 * One control unit on one bus: puts its answers together and asks it one question at a time, in the
 * order of the calls.
 *
 * Frames with the identifier of its answers go into `receive`, on that bus alone. An answer belongs to
 * a request by what it repeats of it; others are counted and left to `message`.
 */
export class DiagNode {
  readonly counters = noCounts();
  readonly #options: DiagNodeOptions;
  readonly #frames: FrameMaker;
  readonly #receiver: IsoTpReceiver;
  readonly #closed = new AbortController();
  /** Settles when the request asked for last has ended. */
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #load = 0;
  #open: Exchange | undefined;
  /** Frames that we sent lately, which a driver may hand back. */
  #sent: string | undefined;

  /** @param from identifier of its answers */
  constructor(readonly from: number, options: DiagNodeOptions) {
    this.#options = options;
    this.#frames = new FrameMaker(options.address?.[0]);
    this.#receiver = new IsoTpReceiver(this.#frames.skip);
  }

  /**
   * Frames that our requests put on the bus so far, with their answers. What the node says unasked, or
   * more than an answer can have, is no load of ours: it must not keep others from being asked.
   */
  get load(): number {
    return this.#load;
  }

  /** Whether a request runs or waits for its turn. */
  get busy(): boolean {
    return this.#waiting > 0;
  }

  /** Whether an answer is on its way, to whomever. */
  get talking(): boolean {
    const { clock } = this.#options;
    this.#expire(clock.monotonic());
    return this.#receiver.busy;
  }

  /** Ends all requests, now and later. */
  close(): void {
    this.#closed.abort();
    const open = this.#open;
    if (open) this.#fail(open, "cancelled", "the program ends");
  }

  /** Whether a frame with the identifier of requests is one that we sent ourselves. */
  isOwn(data: Uint8Array): boolean {
    return this.#sent === String(data);
  }

  /**
   * Asks, when those before have been answered.
   * @param to identifier of the request
   * @returns what stands in the answer behind what it repeats of the request
   * @throws DiagError
   */
  async request(
    to: number,
    ask: DiagRequest,
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    if (this.#waiting >= QUEUE) {
      const why = `it was not sent: ${QUEUE} others wait for their turn`;
      throw new DiagError("unsent", to, ask.request, why);
    }
    this.#waiting++;
    const since = this.#options.clock.monotonic();
    const result = this.#last.then(() =>
      this.#exchange(to, ask, since, signal)
    );
    this.#last = result.catch(() => {});
    try {
      return await result;
    } finally {
      this.#waiting--;
    }
  }

  async #exchange(
    to: number,
    ask: DiagRequest,
    since: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    await this.#quiet();
    const waited = this.#options.clock.monotonic() - since;
    if (waited > (ask.waits ?? Infinity)) {
      const why = `it was not sent: its turn came after ${waited} ms only`;
      throw new DiagError("unsent", to, ask.request, why);
    }
    const closed = this.#closed.signal;
    const all = signal ? AbortSignal.any([closed, signal]) : closed;
    return await new Promise<Uint8Array>((resolve, reject) => {
      const cancel = () =>
        this.#fail(open, "cancelled", "cancelled before it was answered");
      const off = () => all.removeEventListener("abort", cancel);
      const open: Exchange = {
        to,
        ask,
        sender: new IsoTpSender(Uint8Array.from(ask.request), this.#frames),
        stop: () => {},
        until: Infinity,
        late: () => {},
        overdue: () => {},
        flowAwaited: false,
        answering: false,
        beginnings: 0,
        taken: 0,
        pendings: 0,
        frames: 0,
        resolve: (data) => (off(), resolve(data)),
        reject: (error) => (off(), reject(error)),
      };
      if (all.aborted) return cancel();
      all.addEventListener("abort", cancel);
      this.#open = open;
      this.#begin(open);
    });
  }

  /** A node that still answers drops what it is asked, without a word. */
  async #quiet(): Promise<void> {
    const { clock } = this.#options;
    for (let left = NEXT_FRAME * 2; left > 0 && this.talking; left -= LOOK) {
      await new Promise<void>((resolve) => void clock.after(LOOK, resolve));
    }
  }

  #begin(open: Exchange): void {
    this.counters.requests++;
    open.overdue = this.#options.clock.after(
      PATIENCE,
      () => this.#unanswered(open, PATIENCE),
    );
    this.#awaitNext(open);
    this.#send(open, open.to, open.sender.first());
  }

  /** The node's turn: an answer, or the word to go on. */
  #awaitNext(open: Exchange): void {
    const { sender, ask: { within = ANSWER } } = open;
    open.flowAwaited = !sender.done;
    this.#wait(open, sender.done ? within : FLOW_WAIT);
  }

  #wait(open: Exchange, ms: number): void {
    const { clock } = this.#options;
    open.stop();
    open.until = clock.monotonic() + ms;
    open.late = () => this.#late(open, ms);
    open.stop = clock.after(ms, open.late);
  }

  #late(open: Exchange, ms: number): void {
    if (open.answering) {
      this.#receiver.reset();
      this.#brokenOff(`no further frame within ${ms} ms`);
    } else if (!open.sender.done) {
      this.#fail(open, "broken", `no flow control within ${ms} ms`);
    } else this.#unanswered(open, ms);
  }

  #unanswered(open: Exchange, ms: number): void {
    this.counters.unanswered++;
    this.#fail(
      open,
      "unanswered",
      `no answer within ${ms} ms; see that the car is on, then try again`,
    );
  }

  #send(open: Exchange, id: number, frame: Uint8Array): void {
    this.#count(open);
    this.#sent = String(frame);
    this.#options.send(id, frame).catch((cause) => {
      const why = cause instanceof Error ? cause.message : String(cause);
      this.#fail(open, "unsent", `it was not sent: ${why}`, undefined, cause);
    });
  }

  #fail(
    open: Exchange,
    kind: DiagErrorKind,
    why: string,
    code?: number,
    cause?: unknown,
  ): void {
    this.#end(open);
    open.reject(
      new DiagError(kind, open.to, open.ask.request, why, code, { cause }),
    );
  }

  #count(open: Exchange | undefined): void {
    this.counters.frames++;
    if (open && ++open.frames <= COST) this.#load++;
  }

  #end(open: Exchange): void {
    if (this.#open === open) this.#open = undefined;
    open.stop();
    open.overdue();
  }

  // ---- what comes from the node --------------------------------------------------

  /** Takes a frame with the identifier of the node's answers; its data is only read during the call. */
  receive(data: Uint8Array): void {
    const { address, clock } = this.#options;
    if (address && data[0] !== address[1]) return;
    const now = clock.monotonic();
    if (this.#open && now > this.#open.until + HELD) this.#open.late();
    this.#count(this.#open);
    this.#expire(now);
    this.#take(this.#receiver.receive(data, now));
  }

  #expire(now: number): void {
    const why = this.#receiver.expire(now);
    if (why !== undefined) this.#brokenOff(why);
  }

  #take(got: Received): void {
    const open = this.#open;
    switch (got.kind) {
      case "message":
        return this.#message(got.data);
      case "begun":
        if (open && isAnswer(open.ask, got.head)) this.#answerBegins(open);
        else this.#interrupted();
        return;
      case "more":
        if (open?.answering) this.#more(open);
        return;
      case "too-long":
        if (open && open.sender.done) this.#refuse(open, got.length);
        return;
      case "broken":
        return this.#brokenOff(got.why);
      case "flow":
        if (open?.flowAwaited) this.#go(open, got);
    }
  }

  #answerBegins(open: Exchange): void {
    open.answering = true;
    if (++open.beginnings <= BEGINNINGS) return this.#askForMore(open);
    this.#receiver.reset();
    this.#brokenOff("it began again and again");
  }

  #askForMore(open: Exchange): void {
    const { block = BLOCK, separation = SEPARATION } = this.#options;
    open.taken = 0;
    this.#wait(open, NEXT_FRAME);
    const frame = this.#frames.flow(0, block, separation);
    this.#send(open, flowTarget(open.to, this.from), frame);
  }

  #more(open: Exchange): void {
    const { block = BLOCK } = this.#options;
    if (block > 0 && ++open.taken === block) this.#askForMore(open);
    else this.#wait(open, NEXT_FRAME);
  }

  #refuse(open: Exchange, length: number): void {
    this.counters.broken++;
    this.#send(
      open,
      flowTarget(open.to, this.from),
      this.#frames.flow(2, 0, 0),
    );
    this.#fail(open, "broken", `the answer is too long: ${length} bytes`);
  }

  #brokenOff(why: string): void {
    const open = this.#open;
    this.counters.broken++;
    this.#options.broken?.(why);
    if (open?.answering) {
      this.#fail(open, "broken", `the answer broke off: ${why}`);
    }
  }

  #message(data: Uint8Array): void {
    const open = this.#open;
    // Heard first, so that whoever waits finds what the answer brought
    this.#options.message?.(data);
    if (open && isAnswer(open.ask, data)) this.#answered(open, data);
    else if (open && isRefusal(open.ask, data)) {
      this.#refused(open, data[2] ?? 0);
    } else {
      this.counters.foreign++;
      this.#interrupted();
    }
  }

  /** Another message of the node began, which ends the answer that was on its way. */
  #interrupted(): void {
    if (this.#open?.answering) this.#brokenOff("another message began");
  }

  #answered(open: Exchange, data: Uint8Array): void {
    this.counters.answers++;
    this.#end(open);
    open.resolve(data.subarray(open.ask.answer.length + (open.ask.skip ?? 0)));
  }

  #refused(open: Exchange, code: number): void {
    const pending = negativeMeaning(code) === "pending";
    if (pending && ++open.pendings <= PENDINGS) {
      return this.#wait(open, PENDING);
    }
    this.counters.refused++;
    this.#fail(open, "refused", refusal(code), code);
  }

  // ---- requests of several frames ---------------------------------------------------

  #go(
    open: Exchange,
    flow: Extract<Received, { readonly kind: "flow" }>,
  ): void {
    const leave = open.sender.flow(flow);
    open.flowAwaited = leave.do === "wait";
    if (leave.do === "stop") this.#fail(open, "broken", leave.why);
    else if (leave.do === "wait") this.#wait(open, FLOW_WAIT);
    else this.#sendBlock(open, leave.frames, Math.ceil(leave.apart));
  }

  #sendBlock(open: Exchange, frames: number, apart: number): void {
    if (this.#open !== open) return;
    this.#send(open, open.to, open.sender.next());
    if (frames > 1) {
      open.stop();
      open.stop = this.#options.clock.after(
        apart,
        () => this.#sendBlock(open, frames - 1, apart),
      );
    } else this.#awaitNext(open);
  }
}

/** Whether a message, or its first bytes, answers a request. */
export function isAnswer(ask: DiagRequest, data: Uint8Array): boolean {
  return ask.answer.every((byte, at) => data[at] === byte);
}

function isRefusal(ask: DiagRequest, data: Uint8Array): boolean {
  return data[0] === NEGATIVE && data[1] === ask.request[0] &&
    data.length === 3;
}

/** Functional requests go to all nodes; flow control to the one that answers (ISO 15765-4). */
const FUNCTIONAL = 0x7df, FUNCTIONAL_FIXED = 0x18db;

function flowTarget(to: number, from: number): number {
  if (to === FUNCTIONAL) return from - 8;
  return to >>> 16 === FUNCTIONAL_FIXED
    ? (0x18da_0000 | (from & 0xff) << 8 | from >> 8 & 0xff) >>> 0
    : to;
}
