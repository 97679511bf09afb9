import { type BusPhase, SILENT } from "./bus_phases.ts";
import type { CarView } from "./frames.ts";
import type { CanNode, Emit } from "./node.ts";
import { type Plan, planFor } from "./plan.ts";

const HEARTBEAT = 0x701;

/** A frame to send once. */
interface Event {
  /** Time of the bus, ms. */
  readonly due: number;
  readonly id: number;
  readonly data: Uint8Array;
}

/** Sends the frames of the bus's phase, 10 ms at a time, and looks after another node. */
export class Sender {
  readonly #plans = new Map<BusPhase, Plan>();
  #phase: BusPhase = SILENT;
  #plan: Plan = [];
  #events: Event[] = [];
  #node: CanNode | undefined;
  #time = 0;
  #emit: Emit = () => {};
  #at = 0;
  readonly #nodeEmit = (id: number, data: Uint8Array) =>
    this.#emit(id, data, this.#at);

  /** Milliseconds since the bus woke. */
  get time(): number {
    return this.#time;
  }

  /** Whether the motor controller has power. */
  get powered(): boolean {
    return this.#phase.controller !== "off";
  }

  /** Begins to count time anew. */
  wake(): void {
    this.#time = 0;
  }

  /** Changes to what another phase sends. */
  enter(phase: BusPhase): void {
    const had = this.powered;
    this.#phase = phase;
    this.#plan = this.#planOf(phase);
    if (this.powered === had) return;
    this.#events = [];
    this.#node?.power(this.powered);
    // The boot message; a node sends its own.
    if (!had && this.#node === undefined) this.later(0, HEARTBEAT, [0x00]);
  }

  /** Sends a frame once, some milliseconds from now. */
  later(ms: number, id: number, bytes: readonly number[]): void {
    this.#events.push({
      due: this.#time + ms,
      id,
      data: Uint8Array.from(bytes),
    });
  }

  /** Puts another node on the bus; it sends the heartbeat from now on. */
  attach(node: CanNode): void {
    this.#node = node;
    this.#plans.clear();
    this.#plan = this.#planOf(this.#phase);
    if (this.powered) node.power(true);
  }

  /** Hands a frame to the node, if it has power. */
  receive(id: number, data: Uint8Array): void {
    if (this.powered) this.#node?.receive(id, data);
  }

  /** Sends what is due in the next 10 ms, which begin `at` ms after the start of the step. */
  sendTen(view: CarView, emit: Emit, at: number): void {
    this.#emit = emit;
    this.#at = at;
    if (this.#events.length > 0) this.#sendEvents();
    if (this.powered) this.#node?.step(10, this.#nodeEmit);
    const within = this.#time % 100;
    const slot = this.#time - within;
    for (const sending of this.#plan[within / 10] ?? []) {
      if (sending.every > 100 && slot % sending.every !== 0) continue;
      sending.fill?.(sending.data, view);
      emit(sending.id, sending.data, at + sending.at);
    }
    this.#time += 10;
  }

  #sendEvents(): void {
    const due = this.#events.filter((event) => event.due <= this.#time);
    this.#events = this.#events.filter((event) => event.due > this.#time);
    for (const event of due) this.#emit(event.id, event.data, this.#at);
  }

  #planOf(phase: BusPhase): Plan {
    const known = this.#plans.get(phase);
    if (known !== undefined) return known;
    const plan = planFor(phase, this.#node === undefined ? [] : [HEARTBEAT]);
    this.#plans.set(phase, plan);
    return plan;
  }
}
