import { SimClock } from "../../../../../hal/sim/clock.ts";
import {
  SimSevcon,
  type SimSevconOptions,
} from "../../../../../plugins/twizy/sim/sevcon.ts";
import { SdoClient, SdoError } from "../../../../../runtime/canopen/mod.ts";

/** A simulated controller and a client on one simulated bus and clock. */
export class Bench {
  readonly clock = new SimClock();
  readonly node: SimSevcon;
  readonly client: SdoClient;
  /** All frames on the bus in order: identifier and bytes in hexadecimal. */
  readonly bus: string[] = [];

  constructor(options: Partial<SimSevconOptions> = {}) {
    this.node = new SimSevcon({
      after: (ms, work) => this.clock.after(ms, work),
      emit: (id, data) => {
        this.#note(id, data);
        if (id === this.client.replyId) this.client.receive(data);
      },
      ...options,
    });
    this.client = new SdoClient({
      node: 1,
      clock: this.clock,
      send: (id, data) => {
        this.#note(id, data);
        this.node.receive(id, data);
        return Promise.resolve();
      },
    });
  }

  /** Frames on the bus since the last call. */
  seen(): string[] {
    return this.bus.splice(0);
  }

  /** Runs the clock until a transfer is done. */
  async run<T>(transfer: Promise<T>): Promise<T> {
    transfer.catch(() => {});
    await this.clock.drain();
    return await transfer;
  }

  /** An object's number as the client reads it. */
  async read(index: number, sub: number): Promise<number> {
    return (await this.run(this.client.read(index, sub))).value;
  }

  write(index: number, sub: number, value: number): Promise<void> {
    return this.run(this.client.write(index, sub, value));
  }

  text(index: number, sub: number): Promise<string> {
    return this.run(this.client.readText(index, sub));
  }

  /** Gives the password. */
  login(): Promise<void> {
    return this.write(0x5000, 2, 0x4bdf);
  }

  /** Logs in and enters the pre-operational state. */
  async enterPreOp(): Promise<void> {
    await this.login();
    await this.write(0x2800, 0, 1);
  }

  /** Sends one frame to the node as it is; its answer. */
  async ask(frame: string): Promise<string | undefined> {
    this.bus.length = 0;
    const bytes = frame.split(" ").map((byte) => parseInt(byte, 16));
    this.node.receive(0x601, Uint8Array.from(bytes));
    await this.clock.drain();
    return this.bus[0];
  }

  #note(id: number, data: Uint8Array): void {
    const bytes = [...data].map((b) => b.toString(16).padStart(2, "0"));
    const name = id.toString(16).padStart(3, "0");
    this.bus.push([name, ...bytes].join(" ").toUpperCase());
  }
}

/** How a transfer failed: kind and abort code; undefined when it did not. */
export async function failureOf(
  transfer: Promise<unknown>,
): Promise<[string, number | undefined] | undefined> {
  try {
    await transfer;
    return undefined;
  } catch (error) {
    if (!(error instanceof SdoError)) throw error;
    return [error.kind, error.code];
  }
}
