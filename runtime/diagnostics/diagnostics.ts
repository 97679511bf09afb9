import type { Clock } from "../../hal/mod.ts";
import {
  Broadcast,
  checkBroadcast,
  type DiagBroadcast,
  type DiagBroadcastAnswer,
} from "./broadcast.ts";
import { DiagError, type DiagErrorKind } from "./diag_error.ts";
import { counted, type DiagCounters, noCounts } from "./counters.ts";
import { DiagNode } from "./node.ts";
import type { DiagRequest } from "./services.ts";

/** Where a control unit is, and how it is spoken to. */
export interface DiagAddress {
  /** Identifier of requests; above 0x7FF one of 29 bits. 0x7DF and 18DBxxxx ask all units. */
  readonly to: number;
  /** Identifier of its answers. */
  readonly from: number;
  /** Bus; default 1. */
  readonly bus?: number;
  /** First bytes of requests and answers with extended or mixed addressing. */
  readonly address?: readonly [to: number, from: number];
}

/** What diagnostics are made from. */
export interface DiagnosticsOptions {
  readonly clock: Pick<Clock, "after" | "monotonic">;
  /** Puts a frame on a bus; rejects while writing is not allowed. */
  readonly send: (id: number, data: Uint8Array, bus: number) => Promise<void>;
  /** Hands frames of identifiers on a bus to `run` from now on. */
  readonly listen: (
    bus: number,
    ids: readonly number[],
    run: (data: Uint8Array, id: number) => void,
  ) => void;
}

/** Hears whole messages of one node, whoever asked for them; or undefined: one broke off. */
export type MessageListener = (data: Uint8Array | undefined) => void;

/** A control unit with what is known of its surroundings. */
export interface KnownNode {
  readonly bus: number;
  readonly node: DiagNode;
  readonly listeners: MessageListener[];
  /** Identifiers of requests to it. */
  readonly watched: Set<number>;
  /** When somebody else asked it last, ms; -Infinity for never. */
  rivalAt: number;
}

/** Hears a frame of an identifier. */
type Hear = (data: Uint8Array, id: number) => void;
const keyOf = (bus: number, id: number) => `${bus} ${id}`;
/** Time between looks whether units still answer, ms. */
const LOOK = 50;
/** Identifiers that answers to questions to all units may have on all buses: two buses of 11 bits. */
const MOST_HEARD = 4096;

/** Units and identifiers that are spoken to at most: each is heard for good. */
const MOST_NODES = 512;

/** All control units that are spoken to, each found by bus, identifier and address of its answers. */
export class Diagnostics {
  readonly #options: DiagnosticsOptions;
  readonly #nodes = new Map<string, KnownNode>();
  /** Who hears an identifier of a bus. */
  readonly #heard = new Map<string, Hear[]>();
  /** Identifiers of units that are known, whose frames count as diagnostics. */
  readonly #known = new Set<string>();
  /** Identifiers that answers to questions to all units are heard of, and the question whose time runs. */
  readonly #broad = new Set<string>();
  #broadcast: Broadcast | undefined;
  #lastBroadcast: Promise<unknown> = Promise.resolve();
  #closed = false;
  /** Frames of requests and answers received on each bus. */
  readonly #received = new Map<number, number>();

  constructor(options: DiagnosticsOptions) {
    this.#options = options;
  }

  get nodes(): readonly KnownNode[] {
    return [...this.#nodes.values()];
  }

  /** Frames of a bus that belong to diagnostics, ours and others', received so far. */
  received(bus: number): number {
    return this.#received.get(bus) ?? 0;
  }

  /** Frames that our requests and their answers put on a bus so far. */
  load(bus: number): number {
    let frames = 0;
    for (const known of this.#nodes.values()) {
      if (known.bus === bus) frames += known.node.load;
    }
    return frames;
  }

  /** The sum of what all nodes count. */
  get counters(): Readonly<DiagCounters> {
    const sum = noCounts();
    for (const { node: { counters } } of this.#nodes.values()) {
      for (const key of counted) sum[key] += counters[key];
    }
    return sum;
  }

  /**
   * The node at an address; heard from its first mention on.
   * @throws RangeError when there are too many
   */
  node({ to, from, bus = 1, address }: DiagAddress): KnownNode {
    const key = [bus, from, address].join(" "), before = this.#nodes.get(key);
    const isFull = this.#nodes.size >= MOST_NODES ||
      this.#known.size >= 2 * MOST_NODES;
    if (isFull && !before?.watched.has(to)) {
      throw new RangeError(
        `at most ${MOST_NODES} control units can be asked: ask fewer`,
      );
    }
    const known = before ?? this.#make(key, bus, from, address);
    this.#watchRivals(known, to);
    return known;
  }

  #make(
    key: string,
    bus: number,
    from: number,
    address: DiagAddress["address"],
  ): KnownNode {
    const { clock, send } = this.#options, listeners: MessageListener[] = [];
    const tell: MessageListener = (data) => {
      for (const listener of listeners) listener(data);
    };
    const node = new DiagNode(from, {
      clock,
      send: (id, data) => send(id, data, bus),
      address,
      message: tell,
      broken: () => tell(undefined),
    });
    const known: KnownNode = {
      bus,
      node,
      listeners,
      watched: new Set(),
      rivalAt: -Infinity,
    };
    this.#nodes.set(key, known);
    this.#listen(bus, from, (data) => node.receive(data));
    return known;
  }

  /** Requests to the node that are not ours come from another tester. */
  #watchRivals(known: KnownNode, to: number): void {
    const { bus, node, watched } = known;
    if (watched.has(to)) return;
    watched.add(to);
    this.#listen(bus, to, (data) => {
      if (!node.isOwn(data)) known.rivalAt = this.#options.clock.monotonic();
    });
  }

  #listen(bus: number, id: number, run: (data: Uint8Array) => void): void {
    this.#known.add(keyOf(bus, id));
    this.#hear(bus, [id], run);
  }

  #hear(bus: number, ids: readonly number[], run: Hear): void {
    const unheard = ids.filter((id) => {
      const heard = this.#heard.get(keyOf(bus, id));
      if (heard) heard.push(run);
      else this.#heard.set(keyOf(bus, id), [run]);
      return heard === undefined;
    });
    if (unheard.length === 0) return;
    this.#options.listen(bus, unheard, (data, id) => {
      const key = keyOf(bus, id);
      if (this.#known.has(key)) {
        this.#received.set(bus, this.received(bus) + 1);
      }
      for (const hear of this.#heard.get(key) ?? []) hear(data, id);
    });
  }

  /**
   * Asks a unit once; questions to one unit take turns.
   * @returns what stands in the answer behind what it repeats of the request
   * @throws DiagError
   */
  request(
    at: DiagAddress,
    read: DiagRequest,
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    return this.node(at).node.request(at.to, read, signal);
  }

  /**
   * Hears what may answer a question to all units, from now on.
   * @returns whether that is more than before
   * @throws RangeError where it cannot be asked
   */
  hearAll(ask: DiagBroadcast): boolean {
    checkBroadcast(ask);
    const { bus = 1, among: [first, last] } = ask;
    // Each once, however often it is among those of another question
    const ids = Array.from({ length: last - first + 1 }, (_, n) => first + n)
      .filter((id) => !this.#broad.has(keyOf(bus, id)));
    if (ids.length === 0) return false;
    if (this.#broad.size + ids.length > MOST_HEARD) {
      throw new RangeError(
        `answers to questions to all units have at most ${MOST_HEARD} identifiers in all`,
      );
    }
    for (const id of ids) this.#broad.add(keyOf(bus, id));
    this.#hear(bus, ids, (data, id) => {
      const open = this.#broadcast;
      if (open && (open.ask.bus ?? 1) === bus && open.hears(id)) {
        open.receive(id, data);
      }
    });
    return true;
  }

  /**
   * Asks all units of a bus, after those that are being asked have answered; such questions take turns.
   * @returns what each answered, by identifier; empty where nobody did
   * @throws RangeError where it cannot be asked
   * @throws DiagError when it was not sent, or the program ends
   */
  broadcast(ask: DiagBroadcast): Promise<readonly DiagBroadcastAnswer[]> {
    this.hearAll(ask);
    const result = this.#lastBroadcast.then(() => this.#askAll(ask));
    this.#lastBroadcast = result.catch(() => {});
    return result;
  }

  async #askAll(ask: DiagBroadcast): Promise<readonly DiagBroadcastAnswer[]> {
    const { bus = 1, to, request, within } = ask,
      { clock, send } = this.#options;
    const fail = (kind: DiagErrorKind, why: string, cause?: unknown) =>
      new DiagError(kind, to, request, why, undefined, { cause });
    const pass = (ms: number) =>
      new Promise<void>((resolve) => void clock.after(ms, resolve));
    for (let left = within; left > 0 && this.#isBusy(bus); left -= LOOK) {
      await pass(LOOK);
    }
    if (this.#closed) throw fail("cancelled", "the program ends");
    const open = this.#broadcast = new Broadcast(
      ask,
      clock,
      // What did not go out leaves the answer as it began
      (id, frame) => void send(id, frame, bus).catch(() => {}),
    );
    try {
      await send(to, open.frame, bus);
      await pass(within);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw fail("unsent", `it was not sent: ${why}`, error);
    } finally {
      this.#broadcast = undefined;
    }
    return open.answers;
  }

  #isBusy(bus: number): boolean {
    return this.nodes.some((known) =>
      known.bus === bus && (known.node.busy || known.node.talking)
    );
  }

  /** Ends all requests. */
  close(): void {
    this.#closed = true;
    for (const { node } of this.#nodes.values()) node.close();
  }
}
