import type { Clock } from "../../hal/mod.ts";
import { ABORT } from "./abort_codes.ts";
import { type Direction, LateReplies } from "./late_replies.ts";
import {
  broken,
  cancelled,
  refused,
  type SdoError,
  tooLong,
  unanswered,
  unsent,
} from "./sdo_error.ts";
import {
  parseReply,
  type SdoObject,
  type SdoReply,
  type ShortReply,
} from "./sdo_frames.ts";

/** One transfer on its way. */
export interface Transfer extends SdoObject {
  readonly direction: Direction;
  readonly signal: AbortSignal;
  /** Fires when the transfer as a whole takes too long. */
  readonly overdue: AbortSignal;
  /** Puts a frame on the bus; rejects when that is not allowed. */
  readonly send: (frame: Uint8Array) => Promise<void>;
  /** Whether one would be sent now. */
  readonly may: () => boolean;
  /** A request of this try is out, so the node has to be told when the transfer ends early. */
  begun: boolean;
  /** Requests of this transfer that were given up without a reply. */
  lost: number;
}

export type Kind = SdoReply["kind"];
export type ReplyOf<K extends Kind> = Extract<SdoReply, { readonly kind: K }>;

/** What exchanges are made with; see `SdoClientOptions`. */
export interface ExchangeOptions {
  readonly clock: Pick<Clock, "after">;
  readonly pause: number;
  readonly timeout: number;
  readonly patience: number;
}

/** What is to become of a reply. */
type Verdict =
  /** It answers the present request. */
  | "ours"
  /** It may answer it, or an earlier one: what comes after it decides. */
  | "doubtful"
  /** It breaks the protocol. */
  | "broken"
  /** It is not for the present request. */
  | "ignored";

/** One request and its reply at a time: which reply belongs to which request is decided here. */
export class Exchanges {
  readonly late = new LateReplies();
  #waiting: ((reply: SdoReply | ShortReply) => void) | undefined;

  constructor(readonly options: ExchangeOptions) {}

  /** Takes a frame from the node; what nobody waits for is late, or ignored. */
  receive(data: Uint8Array): void {
    const reply = parseReply(data);
    if (this.#waiting) this.#waiting(reply);
    else if (reply.kind !== "short" && "index" in reply) this.late.take(reply);
  }

  /** Rests, sends a request and waits for the reply that belongs to it. */
  exchange<K extends Kind>(
    t: Transfer,
    request: Uint8Array,
    ...wanted: K[]
  ): Promise<ReplyOf<K>> {
    const { clock, pause, timeout, patience } = this.options;
    return new Promise((resolve, reject) => {
      if (t.signal.aborted) return reject(cancelled(t));
      if (t.overdue.aborted) return reject(tooLong(t, patience));
      const fail = (error: SdoError) => end(() => reject(error));
      const abandon = (error: SdoError) => {
        if (this.#waiting === receive) t.lost++;
        fail(error);
      };
      const cancel = () => abandon(cancelled(t));
      const overdue = () => abandon(tooLong(t, patience));
      let open = true;
      let doubtful: (() => void) | undefined;
      const end = (settle: () => void) => {
        if (!open) return;
        open = false;
        stop();
        this.#waiting = undefined;
        t.signal.removeEventListener("abort", cancel);
        t.overdue.removeEventListener("abort", overdue);
        settle();
      };
      const settle = (reply: SdoReply | ShortReply) => {
        if (reply.kind === "abort") fail(refused(t, reply.code));
        else if (isOneOf(reply, wanted)) end(() => resolve(reply));
      };
      const receive = (reply: SdoReply | ShortReply) => {
        const verdict = this.#judge(t, reply, wanted);
        if (verdict === "ours") settle(reply);
        if (verdict === "doubtful") doubtful = () => settle(reply);
        if (verdict === "broken") fail(brokenBy(t, reply));
      };
      const giveUp = () => {
        if (doubtful) return doubtful();
        t.lost++;
        fail(unanswered(t, timeout));
      };
      const go = () => {
        stop = clock.after(timeout, giveUp);
        this.#waiting = receive;
        t.begun = true;
        t.send(request).catch((cause) => fail(unsent(t, cause)));
      };
      let stop = clock.after(pause, go);
      t.signal.addEventListener("abort", cancel);
      t.overdue.addEventListener("abort", overdue);
    });
  }

  /** A transfer ended: what it still gets no longer belongs to anybody. */
  ended(t: Transfer): void {
    this.late.add(t, t.direction, t.lost);
  }

  #judge(
    t: Transfer,
    reply: SdoReply | ShortReply,
    wanted: readonly Kind[],
  ): Verdict {
    const { late } = this;
    if (reply.kind === "short") {
      const ours = reply.object === undefined || isSame(t, reply.object);
      return ours && !late.any && t.lost === 0 ? "broken" : "ignored";
    }
    if (!("index" in reply)) {
      return wanted.includes(reply.kind) ? "ours" : "ignored";
    }
    const isWanted = wanted.includes(reply.kind);
    if (reply.kind === "abort") return this.#judgeAbort(t, reply);
    if (!isSame(t, reply)) {
      late.take(reply);
      return "ignored";
    }
    if (late.take(reply)) return isWanted ? "doubtful" : "ignored";
    if (isWanted) return "ours";
    // A try of this transfer that was given up may answer late
    return t.lost > 0 ? "ignored" : "broken";
  }

  /** The node may refuse what was given up long ago, and it does not always name the object. */
  #judgeAbort(t: Transfer, reply: ReplyOf<"abort">): Verdict {
    const { late } = this, nameless = reply.index === 0 && reply.sub === 0;
    if (isSame(t, reply)) {
      if (late.take(reply)) return "doubtful";
      if (t.lost === 0) return "ours";
      t.lost--;
      return "doubtful";
    }
    if (!nameless) {
      late.take(reply);
      return "ignored";
    }
    if (t.lost > 0) t.lost--;
    else if (!late.takeAny()) return "ours";
    return "doubtful";
  }
}

function brokenBy(t: SdoObject, reply: SdoReply | ShortReply): SdoError {
  return reply.kind === "short"
    ? broken(t, ABORT.length, `sent a reply of ${reply.length} bytes, not 8`)
    : broken(t, ABORT.specifier, "sent a reply of another kind");
}

function isOneOf<K extends Kind>(
  reply: SdoReply | ShortReply,
  kinds: readonly K[],
): reply is ReplyOf<K> {
  return kinds.some((kind) => kind === reply.kind);
}

function isSame(a: SdoObject, b: SdoObject): boolean {
  return a.index === b.index && a.sub === b.sub;
}
