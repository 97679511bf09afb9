import { Frame } from "../hal/can_frame.ts";
import type { CanBus, CanCounters, CanFrame, Clock } from "../hal/mod.ts";
import type { Recorder } from "../hal/replay/mod.ts";

/** A CAN bus whose frames are recorded, in both directions. The gate stays where it was: behind this. */
export class RecordedCan implements CanBus {
  readonly #bus: CanBus;
  readonly #clock: Clock;
  readonly #recorder: Recorder;

  constructor(bus: CanBus, clock: Clock, recorder: Recorder) {
    this.#bus = bus;
    this.#clock = clock;
    this.#recorder = recorder;
  }

  get name(): string {
    return this.#bus.name;
  }
  get counters(): Readonly<CanCounters> {
    return this.#bus.counters;
  }
  get state(): string {
    return this.#bus.state;
  }
  get writable(): boolean {
    return this.#bus.writable;
  }
  set writable(on: boolean) {
    this.#bus.writable = on;
  }

  /** Opens it without a filter: a recording is to have what nobody decodes yet, too. */
  open(receive: (frame: CanFrame) => void): void {
    this.#bus.open((frame) => {
      this.#recorder.record(this.#clock.wall().ms, frame);
      receive(frame);
    }, []);
  }

  /** The frame is recorded with the time at which it was handed over, as its answer may come at once. */
  async send(id: number, data: Uint8Array): Promise<void> {
    const at = this.#clock.wall().ms, copy = data.slice();
    await this.#bus.send(id, data);
    this.#recorder.record(at, new Frame(id, copy, id > 0x7ff), true);
  }

  close(): Promise<void> {
    return this.#bus.close();
  }
}
