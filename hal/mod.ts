/**
 * The hardware abstraction layer: interfaces, nothing else.
 *
 * Simulated (`hal/sim`), replayed (`hal/replay`) and real devices (`hal/linux`) stand behind
 * these; the runtime knows only what is written here.
 * @module
 */
export type * from "./contract/can.ts";
export type * from "./contract/clock.ts";
export type * from "./contract/driver.ts";
export type * from "./contract/gps.ts";
export type * from "./contract/gsm.ts";
export type * from "./contract/hal.ts";
export type * from "./contract/network.ts";
export type * from "./contract/records.ts";
export type * from "./contract/series.ts";
export type * from "./contract/store.ts";
export type * from "./contract/supply.ts";
