import { checkSendable, Frame } from "../can_frame.ts";
import { GatedCan } from "../can_gate.ts";
import type { CanCounters, CanDriver, CanFrame, Clock, Stop } from "../mod.ts";

/** A device on the simulated bus. */
export interface BusNode {
  /** A frame that somebody else sent. The data is only valid during the call. */
  receive(id: number, data: Uint8Array): void;
}

/** Faults of the simulated bus. */
export interface BusFaults {
  /** Every n-th frame gets lost; 0 for none. */
  dropEvery: number;
  /** Milliseconds until a frame arrives; 0 for at once. */
  delay: number;
  /** Nothing arrives and nothing gets out. */
  silent: boolean;
}

/** A CAN bus in memory: nodes put frames on it, the program listens and, when it may, sends. */
export class SimCanBus implements CanDriver {
  readonly name = "simulated";
  /** What it counts; tests may set it. */
  readonly counters = {
    received: 0,
    sent: 0,
    errors: 0,
    overruns: 0,
    reopened: 0,
  };
  /** What goes wrong on it; can be set at any time. */
  readonly faults: BusFaults = { dropEvery: 0, delay: 0, silent: false };
  readonly #nodes = new Set<BusNode>();
  readonly #frame = new Frame(0, new Uint8Array());
  #receive: ((frame: CanFrame) => void) | undefined;
  #listenOnly = true;
  #count = 0;

  /** An empty bus. @param clock needed for delayed frames */
  constructor(readonly clock: Clock) {}

  /** `up`, or why nothing comes. */
  get state(): string {
    if (!this.#receive) return "not open";
    return this.faults.silent ? "silent" : "up";
  }

  open(receive: (frame: CanFrame) => void): void {
    this.#receive = receive;
  }

  listenOnly(on: boolean): void {
    this.#listenOnly = on;
  }

  /** Puts a device on the bus; it gets what the program sends. */
  attach(node: BusNode): Stop {
    this.#nodes.add(node);
    return () => void this.#nodes.delete(node);
  }

  /** A device puts a frame on the bus. */
  inject(id: number, data: Uint8Array, extended = false): void {
    if (this.#lost()) return;
    if (this.faults.delay === 0) {
      this.#hand(id, data, extended);
      return;
    }
    const copy = data.slice();
    this.clock.after(this.faults.delay, () => this.#hand(id, copy, extended));
  }

  #lost(): boolean {
    const { dropEvery, silent } = this.faults;
    this.#count++;
    return silent || (dropEvery > 0 && this.#count % dropEvery === 0);
  }

  #hand(id: number, data: Uint8Array, extended: boolean): void {
    if (!this.#receive) return;
    const frame = this.#frame;
    this.counters.received++;
    frame.id = id;
    // Recordings use the same few arrays, and to keep an object takes longer than to compare it
    if (frame.data !== data) frame.data = data;
    frame.extended = extended;
    this.#receive(frame);
  }

  send(id: number, data: Uint8Array): Promise<void> {
    return Promise.try(() => this.#put(id, data));
  }

  #put(id: number, data: Uint8Array): void {
    try {
      if (!this.#receive) throw new Error("the simulated bus is not open");
      if (this.#listenOnly) throw new Error("the simulated bus is listen-only");
      checkSendable(id, data);
    } catch (error) {
      this.counters.errors++;
      throw error;
    }
    this.counters.sent++;
    if (this.#lost()) return;
    for (const node of this.#nodes) node.receive(id, data);
  }

  /** Ends what `open` began. */
  close(): Promise<void> {
    this.#receive = undefined;
    return Promise.resolve();
  }
}

/** The simulated buses of a gateway: bus 1, and others from when they are first named. */
export class SimCan {
  /** The buses behind the write gate, for the program. */
  readonly gate = new GatedCan();
  readonly #buses = new Map<number, SimCanBus>();

  /** Buses that are empty. @param clock needed for delayed frames */
  constructor(readonly clock: Clock) {
    this.bus(1);
  }

  /** Bus `number`, from 1. */
  bus(number: number): SimCanBus {
    const known = this.#buses.get(number);
    if (known) return known;
    const bus = new SimCanBus(this.clock);
    this.#buses.set(number, bus);
    this.gate.add(number, bus);
    return bus;
  }

  /** Faults of bus 1. */
  get faults(): BusFaults {
    return this.bus(1).faults;
  }

  /** What bus 1 counts. */
  get counters(): Readonly<CanCounters> {
    return this.bus(1).counters;
  }

  /** Puts a device on a bus; it gets what the program sends there. */
  attach(node: BusNode, bus = 1): Stop {
    return this.bus(bus).attach(node);
  }

  /** A device puts a frame on a bus. */
  inject(id: number, data: Uint8Array, extended = false, bus = 1): void {
    this.bus(bus).inject(id, data, extended);
  }
}
