import { type BusPhase, SILENT } from "./bus_phases.ts";
import type { CarView } from "./frames.ts";
import type { CanNode, Emit } from "./node.ts";
import { type Plan, planFor } from "./plan.ts";

const HEARTBEAT = 0x701;
const EMERGENCY = 0x081;
/** Fault 0x488E: a gear key is pressed while not in GO. */
const KEY_PRESSED = [0x00, 0x10, 0x01, 0x8e, 0x48, 0, 0, 0];
const KEY_RELEASED = [0x00, 0x00, 0x00, 0x8e, 0x48, 0, 0, 0x08];
/** How long a key is held, ms. */
const PRESS_LASTS = 300;

/** Something that happens once. */
interface Event {
  /** Time of the bus, ms. */
  readonly due: number;
  readonly work: () => void;
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
    if (!had && this.#node === undefined) {
      this.#later(0, () => this.#send(HEARTBEAT, [0x00]));
    }
  }

  /** A gear key is pressed and let go while the car is not in GO. */
  pressKey(): void {
    const node = this.#node;
    if (node?.pressKey !== undefined) {
      this.#later(0, () => node.pressKey?.());
      this.#later(PRESS_LASTS, () => node.releaseKey?.());
    } else {
      this.#later(0, () => this.#send(EMERGENCY, KEY_PRESSED));
      this.#later(PRESS_LASTS, () => this.#send(EMERGENCY, KEY_RELEASED));
    }
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
    const within = this.#time % 100;
    if (within === 0) this.#tellNode(view);
    if (this.#events.length > 0) this.#runEvents();
    if (this.powered) this.#node?.step(10, this.#nodeEmit);
    const slot = this.#time - within;
    for (const sending of this.#plan[within / 10] ?? []) {
      if (sending.every > 100 && slot % sending.every !== 0) continue;
      sending.fill?.(sending.data, view);
      emit(sending.id, sending.data, at + sending.at);
    }
    this.#time += 10;
  }

  #tellNode({ speed, go, rpm, motorWatts, volts }: CarView): void {
    const node = this.#node;
    if (node?.moving !== undefined) node.moving = speed > 0;
    if (node?.inGo !== undefined) node.inGo = go;
    node?.turns?.({ rpm, watts: motorWatts, volts });
  }

  #later(ms: number, work: () => void): void {
    this.#events.push({ due: this.#time + ms, work });
  }

  #runEvents(): void {
    const due = this.#events.filter((event) => event.due <= this.#time);
    this.#events = this.#events.filter((event) => event.due > this.#time);
    for (const event of due) event.work();
  }

  #send(id: number, bytes: readonly number[]): void {
    this.#emit(id, Uint8Array.from(bytes), this.#at);
  }

  #planOf(phase: BusPhase): Plan {
    const known = this.#plans.get(phase);
    if (known !== undefined) return known;
    const plan = planFor(phase, this.#node === undefined ? [] : [HEARTBEAT]);
    this.#plans.set(phase, plan);
    return plan;
  }
}
