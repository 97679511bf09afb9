import { SimClock } from "../../../hal/sim/clock.ts";
import {
  SdoClient,
  type SdoClientOptions,
} from "../../../runtime/canopen/mod.ts";

/** What the node answers to a request, as hexadecimal bytes; nothing when it stays silent. */
export type Answers = readonly (string | readonly string[] | undefined)[];

/** A client on a simulated clock and a node that answers by a script, 5 ms after each request. */
export class FakeNode {
  readonly clock = new SimClock();
  /** Frames that the client put on the bus. */
  readonly sent: string[] = [];
  readonly client: SdoClient;
  /** The write gate is closed. */
  closed = false;
  #answers: Answers;

  /** @param answers one element a request; abort frames of the client get none */
  constructor(answers: Answers, options: Partial<SdoClientOptions> = {}) {
    this.#answers = answers;
    this.client = new SdoClient({
      node: 1,
      clock: this.clock,
      send: (id, data) => this.#send(id, data),
      ...options,
    });
  }

  /** Runs the clock until the transfer is done. */
  async run<T>(transfer: Promise<T>): Promise<T> {
    transfer.catch(() => {});
    await this.clock.drain();
    return await transfer;
  }

  #send(id: number, data: Uint8Array): Promise<void> {
    if (this.closed) return Promise.reject(new Error("CAN is read only"));
    this.sent.push(`${id.toString(16)} ${hex(data)}`);
    if (data[0] !== 0x80) this.#answer();
    return Promise.resolve();
  }

  #answer(): void {
    const [answer, ...rest] = this.#answers;
    this.#answers = rest;
    if (answer === undefined) return;
    const frames = typeof answer === "string" ? [answer] : answer;
    this.clock.after(5, () => frames.forEach((f) => this.receive(f)));
  }

  receive(frame: string): void {
    this.client.receive(bytes(frame));
  }
}

/** Bytes as the specification writes them: `4F 00 50 01`. */
export function hex(data: Uint8Array): string {
  return [...data].map((byte) => byte.toString(16).padStart(2, "0")).join(" ")
    .toUpperCase();
}

/** The reverse of `hex`. */
export function bytes(text: string): Uint8Array {
  return Uint8Array.from(text.split(" "), (byte) => parseInt(byte, 16));
}
