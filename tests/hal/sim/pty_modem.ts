import type { SimAtModem } from "../../../hal/sim/at_modem.ts";
import { Pty } from "../linux/pty.ts";

/** A simulated modem behind a pseudo terminal, for programs that want a serial port. */
export class PtyModem {
  readonly #pty = new Pty();
  readonly #pumping: Promise<void>;

  constructor(private readonly modem: SimAtModem) {
    modem.output = (bytes) => void this.#pty.master.write(bytes);
    this.#pumping = this.#pump();
  }

  /** Path of the serial port. */
  get path(): string {
    return this.#pty.path;
  }

  async close(): Promise<void> {
    this.modem.output = () => {};
    await this.#pty.close();
    await this.#pumping;
  }

  async #pump(): Promise<void> {
    const buffer = new Uint8Array(4096), { master } = this.#pty;
    while (!master.closed) {
      const count = master.tryRead(buffer);
      if (count === undefined) await master.readable();
      else if (count === 0) return;
      else this.modem.input(buffer.subarray(0, count));
    }
  }
}
