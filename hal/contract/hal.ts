import type { CanBuses } from "./can.ts";
import type { Clock } from "./clock.ts";
import type { Gps } from "./gps.ts";
import type { Gsm } from "./gsm.ts";
import type { Series } from "./series.ts";
import type { Store } from "./store.ts";
import type { Supply } from "./supply.ts";

/** All handles to the world. What a device lacks is absent. */
export interface Hal {
  /** The car's buses, behind the write gate. */
  readonly can: CanBuses;
  /** The modem, if there is one. */
  readonly gsm: Gsm | undefined;
  /** The GPS receiver, if there is one. */
  readonly gps: Gps | undefined;
  /** The 12 V supply. */
  readonly supply: Supply;
  /** All time there is. */
  readonly clock: Clock;
  /** What survives a power cut. */
  readonly store: Store;
  /** Courses of numbers over time; left out where nobody keeps them. */
  readonly series?: Series | undefined;
}
