import type { Clock, Store, TimeSource } from "../../hal/mod.ts";

/** What devices are made with. */
export interface DeviceContext {
  readonly clock: Clock;
  readonly store: Store;
  /** Whether the car, by what it said last, is on or charging. */
  readonly carIsOn: () => boolean;
}

/** Where devices that know the time tell it, ms since 1970 UTC. */
export interface TellTime {
  readonly tellTime: (source: TimeSource, ms: number) => void;
}
