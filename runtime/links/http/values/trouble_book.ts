/** What was wrong with each device the last time, also when it is well again. */
import type { DeviceState } from "../../../metrics/devices.ts";

/** A fault of a device. */
export interface Trouble {
  readonly text: string;
  /** Second of the vehicle's clock in which it was there last. */
  readonly second: number;
}

/** Keeps the last fault of each device. */
export class TroubleBook {
  readonly #last = new Map<string, Trouble>();

  /** Looks at the devices; to be called each second. */
  look(devices: readonly DeviceState[], second: number): void {
    for (const { part, state, fine } of devices) {
      if (!fine) this.#last.set(part, { text: state, second });
    }
  }

  /** The last fault of a part since the start; undefined for none. */
  of(part: string): Trouble | undefined {
    return this.#last.get(part);
  }
}
