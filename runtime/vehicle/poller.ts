import type { Clock } from "../../hal/mod.ts";
import type { AnyPoll, PollState } from "../contract/polls.ts";
import {
  AnswerBytes,
  DiagError,
  type Diagnostics,
  isAnswer,
  type KnownNode,
  negativeMeaning,
  ShortAnswer,
} from "../diagnostics/mod.ts";
import { BusWatch } from "./bus_watch.ts";

/** Time after which an answer to "busy" is asked for again, and how often, before its usual time. */
const BUSY = 2000, BUSY_TRIES = 3;
/** Rest of a node that did not answer: doubled each time, at most ten minutes. */
const REST = 2000, LONGEST_REST = 600_000;
/** Another tester at a node: it is left alone for so long. */
const RIVAL = 100_000;
/** Stands for never; a number that can be counted with. */
const LONG_AGO = -1e12;
/** The second's tick comes a little early or late. */
const JITTER = 500;

/** One poll with who decodes it. */
export interface PollSource {
  readonly def: AnyPoll;
  /** Decodes an answer; what it throws besides a ShortAnswer it deals with itself. */
  readonly decode: (answer: AnswerBytes) => void;
  /** False while its plugin is set aside. */
  readonly wanted: () => boolean;
  /** False while there is no reason to ask; answers that others ask for are decoded all the same. */
  readonly due: () => boolean;
  /** The same for those who only look: what throws is no fault of its plugin there, and false. */
  readonly likely: () => boolean;
}

/** What a poller is made from. */
export interface PollerOptions {
  readonly clock: Pick<Clock, "monotonic">;
  readonly diagnostics: Diagnostics;
  readonly sources: readonly PollSource[];
  /** Whether feature 15 allows writing. */
  readonly writable: () => boolean;
  /** What the metrics say. */
  readonly state: () => PollState;
  /** Frames received on a bus so far. */
  readonly heard: (bus: number) => number;
  /** Frames a second that polls may cost on a bus. */
  readonly budget: (bus: number) => number;
}

interface Poll extends PollSource {
  readonly bus: number;
  readonly at: KnownNode;
  /** When it was last asked or answered, ms. */
  askedAt: number;
  /** It is not asked before, ms. */
  notBefore: number;
  busy: number;
  /** The node does not know it; asked again when the bus has slept. */
  refused: boolean;
  /** State in which the node did not want to answer it. */
  notIn: PollState | undefined;
}

/** A node's silence. */
interface Rest {
  misses: number;
  until: number;
}

/**
 * Asks the polls of all plugins when they are due: one at a time a node, within the budget of its bus,
 * never on a bus that is silent, and nothing while writing is not allowed. Answers that others asked
 * for are decoded as well.
 */
export class Poller {
  readonly #options: PollerOptions;
  readonly #polls: readonly Poll[];
  readonly #buses = new Map<number, BusWatch>();
  readonly #rests = new Map<KnownNode, Rest>();
  #state: PollState = "off";
  /** Answers that were too short for their poll. */
  #short = 0;

  constructor(options: PollerOptions) {
    this.#options = options;
    this.#polls = options.sources.map((source) => this.#poll(source));
    for (const { bus } of this.#polls) {
      if (this.#buses.has(bus)) continue;
      this.#buses.set(bus, new BusWatch(() => this.#others(bus)));
    }
  }

  #poll(source: PollSource): Poll {
    const at = this.#options.diagnostics.node(source.def);
    const poll: Poll = {
      ...source,
      bus: at.bus,
      at,
      askedAt: LONG_AGO,
      notBefore: -Infinity,
      busy: 0,
      refused: false,
      notIn: undefined,
    };
    at.listeners.push((data) => data && this.#hear(poll, data));
    return poll;
  }

  /** Frames of a bus that have nothing to do with diagnostics. */
  #others(bus: number): number {
    const { heard, diagnostics } = this.#options;
    return heard(bus) - diagnostics.received(bus);
  }

  /** Number of polls. */
  get size(): number {
    return this.#polls.length;
  }

  /** Questions that there is a reason to ask at present, in any state of the car. */
  get wanted(): number {
    return this.#polls.filter(({ def: { every }, wanted, likely }) =>
      Object.values(every).some((seconds) => seconds > 0) && wanted() &&
      likely()
    ).length;
  }

  /** Whether nothing is asked because feature 15 does not allow it. */
  get gated(): boolean {
    return this.size > 0 && !this.#options.writable();
  }

  /** `up`, or why nothing is asked. */
  get state(): string {
    if (this.gated) return "not allowed to write";
    const awake = this.#polls.some(({ bus, def }) => this.#isAwake(bus, def));
    return awake ? "up" : "asleep";
  }

  /** What is counted, for DIAG and metrics. */
  get counters(): Readonly<Record<string, number>> {
    const { counters } = this.#options.diagnostics;
    return { ...counters, broken: counters.broken + this.#short };
  }

  /** One second of the vehicle's clock. */
  second(): void {
    if (this.size === 0) return;
    const { clock, diagnostics, budget, state } = this.#options;
    const now = clock.monotonic(), before = this.#state;
    for (const [bus, watch] of this.#buses) {
      watch.second(diagnostics.load(bus), budget(bus));
      if (watch.asleep) this.#forget(bus);
    }
    this.#state = state();
    if (this.#state !== before) this.#rests.clear();
    this.#ask(now);
  }

  /** A bus fell asleep: its nodes are new when it wakes. */
  #forget(bus: number): void {
    for (const known of this.#options.diagnostics.nodes) {
      if (known.bus === bus) this.#rests.delete(known);
    }
    for (const poll of this.#polls) if (poll.bus === bus) poll.refused = false;
  }

  /** Asks what is due, the longest overdue first. */
  #ask(now: number): void {
    if (!this.#options.writable()) return;
    const due = this.#polls
      .map((poll) => ({ poll, late: this.#late(poll, now) }))
      .filter(({ late }) => late >= 0)
      .sort((a, b) => b.late - a.late);
    for (const { poll } of due) {
      const free = !poll.at.node.busy && !poll.at.node.talking;
      if (free && (this.#buses.get(poll.bus)?.balance ?? 0) > 0) {
        this.#start(poll, now);
      }
    }
  }

  /** Milliseconds for which it has been due; negative when it is not. */
  #late(poll: Poll, now: number): number {
    const { def, bus, at, askedAt } = poll;
    const seconds = def.every[this.#state] ?? 0;
    const rest = this.#rests.get(at)?.until ?? -Infinity;
    const may = seconds > 0 && !poll.refused && poll.notIn !== this.#state &&
      poll.wanted() && now >= poll.notBefore && now >= rest &&
      now - at.rivalAt >= RIVAL && this.#isAwake(bus, def) && poll.due();
    return may ? now - askedAt - seconds * 1000 + JITTER : -1;
  }

  #isAwake(bus: number, { onSilentBus = false }: AnyPoll): boolean {
    return onSilentBus
      ? this.#state !== "off"
      : this.#buses.get(bus)?.awake ?? false;
  }

  #start(poll: Poll, now: number): void {
    const { diagnostics, clock } = this.#options, { def } = poll;
    poll.askedAt = now;
    poll.notIn = undefined;
    diagnostics.request(def, def.read)
      .then(() => this.#answered(poll), (error) => this.#failed(poll, error))
      .finally(() => {
        this.#buses.get(poll.bus)?.spend(diagnostics.load(poll.bus));
        this.#ask(clock.monotonic());
      });
  }

  #answered(poll: Poll): void {
    poll.busy = 0;
    this.#rests.delete(poll.at);
  }

  /** Ends this poll only; when it is asked again depends on why it failed. */
  #failed(poll: Poll, error: unknown): void {
    const now = this.#options.clock.monotonic();
    if (!(error instanceof DiagError)) {
      poll.refused = true;
      return;
    }
    if (error.kind === "unanswered") this.#rest(poll.at, now);
    if (error.kind === "unsent") poll.notBefore = now + REST;
    if (error.kind !== "refused") return;
    // It answers, if not this
    this.#rests.delete(poll.at);
    switch (negativeMeaning(error.code ?? 0)) {
      case "never":
        poll.refused = true;
        return;
      case "later":
        poll.notIn = this.#state;
        return;
      case "busy":
        if (++poll.busy > BUSY_TRIES) return void (poll.busy = 0);
        poll.askedAt = LONG_AGO;
        poll.notBefore = now + BUSY;
    }
  }

  #rest(at: KnownNode, now: number): void {
    const misses = (this.#rests.get(at)?.misses ?? 0) + 1;
    const rest = Math.min(REST * 2 ** (misses - 1), LONGEST_REST);
    this.#rests.set(at, { misses, until: now + rest });
  }

  /** A whole message of the node, whoever asked for it. */
  #hear(poll: Poll, data: Uint8Array): void {
    const { read, bytes = 0 } = poll.def;
    if (!isAnswer(read, data) || !poll.wanted()) return;
    poll.askedAt = this.#options.clock.monotonic();
    const answer = new AnswerBytes(
      data.subarray(read.answer.length + (read.skip ?? 0)),
    );
    if (answer.length < bytes) {
      this.#short++;
      return;
    }
    try {
      poll.decode(answer);
    } catch (error) {
      if (!(error instanceof ShortAnswer)) throw error;
      this.#short++;
    }
  }
}
