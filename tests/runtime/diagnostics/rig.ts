import assert from "node:assert/strict";
import { SimClock } from "../../../hal/sim/clock.ts";
import {
  DiagNode,
  type DiagNodeOptions,
} from "../../../runtime/diagnostics/node.ts";
import {
  SimulatedNode,
  type SimulatedNodeOptions,
} from "../../../runtime/diagnostics/mod.ts";

/** Bytes as the standard's readers write them: `10 15 61`. */
export function bytes(hex: string): Uint8Array {
  return Uint8Array.fromHex(hex.replaceAll(" ", ""));
}

/** As they are written. */
export function text(data: Uint8Array | readonly number[]): string {
  return [...data].map((byte) => byte.toString(16).padStart(2, "0"))
    .join(" ").toUpperCase();
}

/** A node of ours on a simulated clock, whose frames are kept; answers are put in by hand or by a simulated unit. */
export class NodeRig {
  readonly clock = new SimClock();
  /** Frames on the bus that we sent: `797 02 21 81 ...`. */
  readonly sent: string[] = [];
  /** Whole messages, whoever asked for them. */
  readonly heard: string[] = [];
  /** Writing is not allowed. */
  closed = false;
  readonly node: DiagNode;
  unit: SimulatedNode | undefined;

  constructor(
    readonly to: number,
    from: number,
    options: Partial<DiagNodeOptions> = {},
  ) {
    this.node = new DiagNode(from, {
      clock: this.clock,
      send: (id, data) => this.#send(id, data),
      message: (data) => void this.heard.push(text(data)),
      ...options,
    });
  }

  /** Puts a simulated unit at the other end. */
  attach(
    options:
      & Partial<SimulatedNodeOptions>
      & Pick<SimulatedNodeOptions, "answers">,
  ): SimulatedNode {
    return this.unit = new SimulatedNode({
      to: this.to,
      from: this.node.from,
      after: (ms, work) => this.clock.after(ms, work),
      emit: (_, data) => this.node.receive(data),
      now: () => this.clock.monotonic(),
      ...options,
    });
  }

  #send(id: number, data: Uint8Array): Promise<void> {
    if (this.closed) return Promise.reject(new Error("CAN is read only"));
    this.sent.push(`${id.toString(16).toUpperCase()} ${text(data)}`);
    this.unit?.receive(id, data);
    return Promise.resolve();
  }

  /** Frames of the unit, one after the other. */
  receive(...frames: readonly string[]): void {
    for (const frame of frames) this.node.receive(bytes(frame));
  }

  /** Lets time pass until the request has ended, at most a minute. */
  async end<T>(request: Promise<T>): Promise<T> {
    let open = true;
    request.then(() => open = false, () => open = false);
    for (let k = 0; k < 600 && open; k++) await this.clock.run(100);
    assert.ok(!open, "the request never ends");
    return await request;
  }
}
