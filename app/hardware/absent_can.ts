import type { CanDriver } from "../../hal/mod.ts";

/** The CAN interface of a gateway that has none: nothing comes, nothing can be sent. */
export class AbsentCan implements CanDriver {
  readonly name = "none";
  readonly state = "not set up: name an interface with --can";
  readonly counters = {
    received: 0,
    sent: 0,
    errors: 0,
    overruns: 0,
    reopened: 0,
  };

  open(): void {}

  listenOnly(): void {}

  send(): Promise<void> {
    return Promise.reject(new Error(`The CAN interface is ${this.state}`));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
