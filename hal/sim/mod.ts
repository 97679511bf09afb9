/**
 * A gateway in memory: CAN bus, modem, GPS receiver, supply, clock and store, with fault switches.
 * @module
 */
import type { Clock, Hal, Store } from "../mod.ts";
import { openStore } from "../store/mod.ts";
import { SimCan } from "./can.ts";
import { SimClock } from "./clock.ts";
import { SimGps, SimSupply } from "./gps.ts";
import { SimGsm } from "./gsm.ts";

export { type BusFaults, type BusNode, SimCan, SimCanBus } from "./can.ts";
export { settled, SimClock } from "./clock.ts";
export { SimGps, SimSupply } from "./gps.ts";
export { type SentSms, SimGsm } from "./gsm.ts";

/** A simulated HAL; its parts are also its controls. */
export interface SimHal<C extends Clock = Clock> extends Hal {
  /** Time that is advanced by hand. */
  readonly clock: C;
  /** The buses behind the gate: devices are attached and frames injected here. */
  readonly bus: SimCan;
  /** A modem: what was sent is there to look at, and texts come in by hand. */
  readonly gsm: SimGsm;
  /** A receiver that reports what it is told. */
  readonly gps: SimGps;
  /** The 12 V supply. */
  readonly supply: SimSupply;
}

/** Makes a simulated HAL with a clock that is advanced by hand and an empty store in memory. */
export function simHal(): SimHal<SimClock>;
/**
 * Makes a simulated HAL.
 * @param clock any clock; the machine's own makes a simulation in real time
 * @param store an open store; default: an empty one in memory
 */
export function simHal<C extends Clock>(clock: C, store?: Store): SimHal<C>;
export function simHal(clock: Clock = new SimClock(), store?: Store): SimHal {
  const bus = new SimCan(clock);
  return {
    clock,
    bus,
    can: bus.gate,
    gsm: new SimGsm(),
    gps: new SimGps(),
    supply: new SimSupply(),
    store: store ?? openStore({ path: ":memory:", clock }),
  };
}
