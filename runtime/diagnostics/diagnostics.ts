import type { Clock } from "../../hal/mod.ts";
import { counted, type DiagCounters, DiagNode, noCounts } from "./node.ts";
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
  /** Hands frames of an identifier on a bus to `run` from now on. */
  readonly listen: (
    bus: number,
    id: number,
    run: (data: Uint8Array) => void,
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

/** All control units that are spoken to, each found by bus, identifier and address of its answers. */
export class Diagnostics {
  readonly #options: DiagnosticsOptions;
  readonly #nodes = new Map<string, KnownNode>();
  /** Who hears an identifier of a bus. */
  readonly #heard = new Map<string, ((data: Uint8Array) => void)[]>();
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
      if (known.bus === bus) frames += known.node.counters.frames;
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

  /** The node at an address; heard from its first mention on. */
  node({ to, from, bus = 1, address }: DiagAddress): KnownNode {
    const key = [bus, from, address].join(" ");
    const known = this.#nodes.get(key) ?? this.#make(key, bus, from, address);
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
    const key = `${bus} ${id}`, heard = this.#heard.get(key);
    if (heard) {
      heard.push(run);
      return;
    }
    const all = [run];
    this.#heard.set(key, all);
    this.#options.listen(bus, id, (data) => {
      this.#received.set(bus, this.received(bus) + 1);
      for (const hear of all) hear(data);
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

  /** Ends all requests. */
  close(): void {
    for (const { node } of this.#nodes.values()) node.close();
  }
}
