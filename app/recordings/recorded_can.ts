import { Frame } from "../../hal/can_frame.ts";
import type {
  CanBuses,
  CanBusReport,
  CanFrame,
  CanIds,
  Clock,
  Stop,
} from "../../hal/mod.ts";
import type { Recording } from "../../hal/replay/mod.ts";

/** CAN buses whose frames are recorded, in both directions. The gate stays where it was: behind this. */
export class RecordedCan implements CanBuses {
  readonly #can: CanBuses;
  readonly #clock: Clock;
  readonly #recorder: Pick<Recording, "record">;

  constructor(
    can: CanBuses,
    clock: Clock,
    recorder: Pick<Recording, "record">,
  ) {
    this.#can = can;
    this.#clock = clock;
    this.#recorder = recorder;
  }

  get buses(): readonly CanBusReport[] {
    return this.#can.buses;
  }
  get writable(): boolean {
    return this.#can.writable;
  }
  set writable(on: boolean) {
    this.#can.writable = on;
  }

  /** Opens them without a filter: a recording is to have what nobody decodes yet, too. */
  open(receive: (frame: CanFrame) => void, ids: CanIds): void {
    const all = new Map(ids.keys().map((bus) => [bus, []]));
    this.#can.open((frame) => {
      this.#recorder.record(this.#clock.wall().ms, frame);
      receive(frame);
    }, all);
  }

  /** The frame is recorded with the time at which it was handed over, as its answer may come at once. */
  async send(id: number, data: Uint8Array, bus = 1): Promise<void> {
    const at = this.#clock.wall().ms, copy = data.slice();
    await this.#can.send(id, data, bus);
    this.#recorder.record(at, new Frame(id, copy, id > 0x7ff, bus), true);
  }

  tap(look: (frame: CanFrame) => void): Stop {
    return this.#can.tap(look);
  }

  close(): Promise<void> {
    return this.#can.close();
  }
}
