import type { BytePort, OpenPort } from "../byte_port.ts";

/** A device that takes bytes and gives bytes. */
export interface ByteDevice {
  input(bytes: Uint8Array): void;
  /** Set by who is connected. */
  output: (bytes: Uint8Array) => void;
}

/** A port to a simulated device that can be pulled out and put back. */
export class SimBytePort {
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  #present = true;
  #opened = 0;

  constructor(private readonly device: ByteDevice) {}

  /** How often the port was opened. */
  get opened(): number {
    return this.#opened;
  }

  /** Opens the port, as `OpenPort` asks for. */
  readonly open: OpenPort = () => Promise.try(() => this.#open());

  /** Pulls the device out. */
  unplug(): void {
    this.#present = false;
    this.#controller?.error(new Error("the device was pulled out"));
    this.#detach();
  }

  /** Puts the device back. */
  plug(): void {
    this.#present = true;
  }

  #open(): BytePort {
    if (!this.#present) throw new Error("the device is not there");
    this.#opened++;
    const readable = new ReadableStream<Uint8Array>({
      start: (controller) => {
        this.#controller = controller;
        this.device.output = (bytes) => controller.enqueue(bytes);
      },
      cancel: () => this.#detach(),
    });
    const writable = new WritableStream<Uint8Array>({
      write: (bytes) => {
        if (!this.#present) throw new Error("the device is not there");
        this.device.input(bytes);
      },
    });
    return { readable, writable, close: () => Promise.resolve(this.#detach()) };
  }

  #detach(): void {
    this.#controller = undefined;
    this.device.output = () => {};
  }
}
