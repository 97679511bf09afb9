import type { ShutdownSettings } from "./settings.ts";

/** What the guard looks at once a second. */
export interface GuardReading {
  /** V, or undefined while unknown. */
  readonly volts: number | undefined;
  /** The car is on or charging. */
  readonly busy: boolean;
}

/**
 * Decides when the gateway has to end for the sake of the 12 V battery: when the level was below the
 * limit for the whole delay, while the car was neither on nor charging. Seconds in which the level is
 * not known do not count, in neither direction.
 */
export class SupplyGuard {
  #seconds = 0;

  constructor(
    private readonly limits: Pick<ShutdownSettings, "below" | "delay">,
  ) {}

  /** One second; true when it is time to end. */
  second({ volts, busy }: GuardReading): boolean {
    const { below, delay } = this.limits;
    if (busy || volts !== undefined && volts >= below) this.#seconds = 0;
    else if (volts !== undefined) this.#seconds++;
    return this.#seconds > 0 && this.#seconds >= delay;
  }
}
