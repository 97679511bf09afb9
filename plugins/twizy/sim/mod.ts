/**
 * A simulated Renault Twizy: a model of the car that emits the frames of its CAN bus.
 *
 * It imports nothing from the runtime or the decoder, so that each checks the other.
 * @example
 * ```ts
 * const car = new SimTwizy();
 * car.command("key on");
 * car.command("drive city");
 * car.step(60_000, (id, data, at) => frames.push([at, id, data.slice()]));
 * ```
 * @module
 */
export { type CarState, SimTwizy } from "./car.ts";
export { CAPACITY } from "./charge_curve.ts";
export type { Gear } from "./encode.ts";
export type { CanNode, Emit } from "./node.ts";
export { type Leg, PROFILES } from "./profiles.ts";
export type { Position, SimTwizyOptions, Truth } from "./types.ts";
