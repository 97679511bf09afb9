import type { CanBus, CanCounters, CanDriver, CanFrame } from "./mod.ts";

/** A frame was to be sent while the write gate is closed. */
export class CanReadOnlyError extends Error {
  override readonly name = "CanReadOnlyError";
  constructor() {
    super(
      "The CAN bus is in read only mode: set feature 15 to 1 to allow writing",
    );
  }
}

/**
 * Puts the write gate in front of a driver. It starts closed, and it is the only way to the bus: the
 * driver itself is not handed out.
 */
export class GatedCan implements CanBus {
  #writable = false;
  readonly #driver: CanDriver;

  constructor(driver: CanDriver) {
    this.#driver = driver;
    driver.listenOnly(true);
  }

  get name(): string {
    return this.#driver.name;
  }
  get counters(): Readonly<CanCounters> {
    return this.#driver.counters;
  }
  get state(): string {
    return this.#driver.state;
  }

  get writable(): boolean {
    return this.#writable;
  }
  set writable(on: boolean) {
    if (on === this.#writable) return;
    this.#writable = on;
    this.#driver.listenOnly(!on);
  }

  open(receive: (frame: CanFrame) => void, ids: readonly number[]): void {
    this.#driver.open(receive, ids);
  }

  send(id: number, data: Uint8Array): Promise<void> {
    return this.#writable
      ? this.#driver.send(id, data)
      : Promise.reject(new CanReadOnlyError());
  }

  close(): Promise<void> {
    return this.#driver.close();
  }
}
