/** A control unit that answers from a table, with faults on demand; for tests and simulated cars. */
import { type Effect, NodeFaults } from "./simulated_faults.ts";
import { FrameMaker } from "./isotp_frames.ts";
import { IsoTpReceiver, type Received } from "./isotp_receiver.ts";
import { FLOW_WAIT, IsoTpSender } from "./isotp_sender.ts";

/** Bytes of an answer, or what makes them when somebody asks; undefined for no answer at all. */
export type NodeAnswer =
  | readonly number[]
  | Uint8Array
  | ((request: Uint8Array) => readonly number[] | Uint8Array | undefined);

/** What a node is. */
export interface NodeTable {
  /** Identifier of requests. */
  readonly to: number;
  /** Identifier of its answers. */
  readonly from: number;
  /** Further identifiers of requests that it hears, such as 0x7DF. */
  readonly also?: readonly number[];
  /** Address bytes of requests and answers, with extended or mixed addressing. */
  readonly address?: readonly [to: number, from: number];
  /**
   * Answers by request, as hexadecimal digits: `{ "2101": [0x61, 0x01, ...] }`. A request that is not
   * here is refused: service not supported, or request out of range where the service is known.
   */
  readonly answers: Readonly<Record<string, NodeAnswer>>;
  /** Time from request to answer, ms; default 10. */
  readonly replyTime?: number;
  /** What fills its frames; default 0xFF. */
  readonly fill?: number;
  /** Time of the simulation, ms; only for long requests. */
  readonly now?: () => number;
}

/** What a node is, and how it is wired. */
export interface SimulatedNodeOptions extends NodeTable {
  /** Calls `work` after `ms` milliseconds, unless the call that it returns comes first. */
  readonly after: (ms: number, work: () => void) => () => void;
  /** Puts a frame on the node's bus. */
  readonly emit: (id: number, data: Uint8Array) => void;
}

const NEGATIVE = 0x7f, NO_SERVICE = 0x11, OUT_OF_RANGE = 0x31;

/**
 * A control unit on a simulated bus.
 *
 * ```ts
 * import { SimulatedNode } from "ovms-edge";
 * import { SimClock } from "ovms-edge/testing";
 * import { deepEqual } from "node:assert/strict";
 *
 * const clock = new SimClock(), sent: string[] = [];
 * const bms = new SimulatedNode({
 *   to: 0x79b,
 *   from: 0x7bb,
 *   answers: { "2101": [0x61, 0x01, 0x2a] },
 *   after: (ms, work) => clock.after(ms, work),
 *   emit: (id, data) => sent.push(`${id.toString(16)} ${data.toHex()}`),
 * });
 * bms.receive(0x79b, Uint8Array.of(0x02, 0x21, 0x01, 0, 0, 0, 0, 0));
 * await clock.drain();
 * deepEqual(sent, ["7bb 0361012affffffff"]);
 * ```
 */
export class SimulatedNode {
  /** What goes wrong. */
  readonly faults = new NodeFaults();
  /** It hears nothing and answers nothing, as without power. */
  silent = false;
  /** Requests that it took, as hexadecimal digits. */
  readonly asked: string[] = [];
  readonly #options: SimulatedNodeOptions;
  readonly #frames: FrameMaker;
  readonly #receiver: IsoTpReceiver;
  readonly #answers: Map<string, NodeAnswer>;
  #sender: IsoTpSender | undefined;
  #effect: Effect | undefined;
  /** Number of the answer's next frame. */
  #number = 0;
  #kept: Uint8Array | undefined;
  /** It answers, or is about to. */
  #busy = false;
  /** Flow control is due. */
  #waiting = false;
  #stop = () => {};

  /** A unit that answers from now on what it is asked on its identifier. */
  constructor(options: SimulatedNodeOptions) {
    const { address, fill = 0xff, answers } = options;
    this.#options = options;
    this.#frames = new FrameMaker(address?.[1], fill);
    this.#receiver = new IsoTpReceiver(this.#frames.skip);
    this.#answers = new Map(
      Object.entries(answers).map(([request, answer]) => [
        request.replaceAll(" ", "").toLowerCase(),
        answer,
      ]),
    );
  }

  /** Changes or adds an answer; undefined takes it away. */
  answer(request: string, answer: NodeAnswer | undefined): void {
    const key = request.replaceAll(" ", "").toLowerCase();
    if (answer === undefined) this.#answers.delete(key);
    else this.#answers.set(key, answer);
  }

  /** A frame that somebody put on the bus. */
  receive(id: number, data: Uint8Array): void {
    const { to, also = [], address, now = () => 0 } = this.#options;
    if (this.silent || id !== to && !also.includes(id)) return;
    if (address && data[0] !== address[0]) return;
    const got = this.#receiver.receive(data, now());
    if (got.kind === "message") this.#take(got.data);
    else if (got.kind === "begun") this.#emit(this.#frames.flow(0, 0, 0));
    else if (got.kind === "flow" && this.#waiting) this.#go(got);
  }

  #go(flow: Extract<Received, { readonly kind: "flow" }>): void {
    const leave = this.#sender?.flow(flow);
    if (leave?.do === "wait") this.#waitForFlow();
    else if (leave?.do === "send") {
      this.#later(leave.frames, Math.ceil(leave.apart));
    } else this.#end();
  }

  /** It drops what it is asked while it answers, as the units of the Leaf do. */
  #take(request: Uint8Array): void {
    if (this.#busy) return;
    this.asked.push(request.toHex());
    const fault = this.faults.next(request.toHex());
    if (fault?.do === "lose" && fault.frame === undefined) return;
    if (fault?.do === "silence") {
      this.silent = true;
      return;
    }
    this.#busy = true;
    const { after, replyTime = 10 } = this.#options;
    const time = replyTime + (fault?.do === "late" ? fault.ms : 0);
    if (fault?.do === "pending") this.#pending(request, fault.times, fault.ms);
    else if (fault?.do === "refuse") {
      after(time, () => this.#begin(refuse(request, fault.code), undefined));
    } else after(time, () => this.#reply(request, fault));
  }

  #pending(request: Uint8Array, times: number, ms: number): void {
    this.#emit(this.#frames.begin(refuse(request, 0x78)));
    this.#options.after(ms, () => {
      if (times > 1) this.#pending(request, times - 1, ms);
      else this.#reply(request, undefined);
    });
  }

  #reply(request: Uint8Array, effect: Effect | undefined): void {
    const known = this.#answers.get(request.toHex());
    const answer = typeof known === "function" ? known(request) : known;
    if (known !== undefined && answer === undefined) return this.#end();
    this.#begin(
      answer === undefined
        ? refuse(request, this.#refusal(request))
        : Uint8Array.from(answer),
      effect,
    );
  }

  #refusal(request: Uint8Array): number {
    const service = request.subarray(0, 1).toHex();
    const knows = [...this.#answers.keys()].some((key) =>
      key.startsWith(service)
    );
    return knows ? OUT_OF_RANGE : NO_SERVICE;
  }

  #begin(answer: Uint8Array, effect: Effect | undefined): void {
    if (this.silent) return this.#end();
    this.#effect = effect;
    this.#number = 0;
    this.#kept = undefined;
    this.#sender = new IsoTpSender(answer, this.#frames);
    const { done } = this.#sender, first = this.#sender.first();
    if (done) this.#end();
    else this.#waitForFlow();
    this.#spoil(first);
  }

  #waitForFlow(): void {
    this.#stop();
    this.#waiting = true;
    this.#stop = this.#options.after(FLOW_WAIT, () => this.#end());
  }

  #end(): void {
    this.#stop();
    this.#waiting = this.#busy = false;
    this.#sender = undefined;
  }

  /** No frame comes in the same moment as the flow control that asked for it. */
  #later(frames: number, apart: number): void {
    this.#stop();
    this.#waiting = false;
    this.#stop = this.#options.after(
      Math.max(1, apart),
      () => this.#next(frames, apart),
    );
  }

  #next(frames: number, apart: number): void {
    const sender = this.#sender;
    if (!sender || this.silent) return this.#end();
    if (frames > 1) this.#later(frames - 1, apart);
    else if (sender.left > 1) this.#waitForFlow();
    this.#spoil(sender.next());
    if (!sender.done) return;
    if (this.#kept) this.#emit(this.#kept);
    this.#end();
  }

  /** Puts a frame of the answer on the bus, with what goes wrong with it. */
  #spoil(frame: Uint8Array): void {
    const effect = this.#effect, number = this.#number++, kept = this.#kept;
    this.#kept = undefined;
    const hit = effect !== undefined && "frame" in effect &&
      (effect.frame ?? 0) === number;
    if (hit && effect.do === "lose") return;
    if (hit && effect.do === "swap") {
      this.#kept = frame;
      return;
    }
    if (hit && effect.do === "foreign") {
      this.#emit(Uint8Array.from(effect.data));
    }
    this.#emit(frame);
    if (hit && effect.do === "double") this.#emit(frame);
    if (kept) this.#emit(kept);
  }

  #emit(frame: Uint8Array): void {
    if (!this.silent) this.#options.emit(this.#options.from, frame);
  }
}

function refuse(request: Uint8Array, code: number): Uint8Array {
  return Uint8Array.of(NEGATIVE, request[0] ?? 0, code);
}
