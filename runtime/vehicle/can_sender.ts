import type { CanSender } from "../contract/handles.ts";
import type { Hal } from "../../hal/mod.ts";
import { GateClosed } from "./gate.ts";

/** What stands behind the handle. */
export interface Sending {
  readonly hal: Pick<Hal, "can">;
  /** Whether feature 15 allows to write. */
  mayWrite(): boolean;
  /** Ends a handler that was given up. */
  alive(): void;
}

/** The handle that sends frames; a class, since an object with getters of its own is read slowly. */
export class PluginSender implements CanSender {
  readonly #behind: Sending;

  constructor(behind: Sending) {
    this.#behind = behind;
  }

  get open(): boolean {
    return this.#behind.mayWrite();
  }

  get troubles(): number {
    return this.#behind.hal.can.buses.reduce(
      (sum, { counters: { errors, overruns, reopened } }) =>
        sum + errors + overruns + reopened,
      0,
    );
  }

  async send(to: number, data: Uint8Array, bus?: number): Promise<void> {
    const { hal, mayWrite, alive } = this.#behind;
    alive();
    // A closed gate is nobody's fault: whoever sent the command is told what to do.
    if (!mayWrite()) throw new GateClosed();
    await hal.can.send(to, data, bus);
  }
}
