import type { CanBuses } from "./can.ts";
import type { Clock } from "./clock.ts";
import type { Gps } from "./gps.ts";
import type { Gsm } from "./gsm.ts";
import type { Series } from "./series.ts";
import type { Store } from "./store.ts";
import type { Supply } from "./supply.ts";

/** All handles to the world. What a device lacks is absent. */
export interface Hal {
  readonly can: CanBuses;
  readonly gsm: Gsm | undefined;
  readonly gps: Gps | undefined;
  readonly supply: Supply;
  readonly clock: Clock;
  readonly store: Store;
  /** Courses of numbers over time; left out where nobody keeps them. */
  readonly series?: Series | undefined;
}
