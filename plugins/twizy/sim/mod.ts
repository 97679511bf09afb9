/**
 * A simulated Renault Twizy: a model of the car that emits the frames of its CAN bus.
 *
 * It imports nothing from the runtime or the decoder, so that each checks the other.
 * @example
 * ```ts
 * import { SimTwizy } from "./mod.ts";
 * import { ok } from "node:assert/strict";
 *
 * const car = new SimTwizy(), frames = new Map<number, number>();
 * car.command("key on");
 * car.command("drive city");
 * car.step(60_000, (id) => frames.set(id, (frames.get(id) ?? 0) + 1));
 * ok(frames.has(0x155));
 * ```
 * @module
 */
export type { CarState } from "./car.ts";
export { SimTwizy } from "./steered_car.ts";
export { type SimulatedTwizy, simulateTwizy } from "./simulator.ts";
export { CAPACITY } from "./charge_curve.ts";
export type { Gear } from "./encode.ts";
export type { CanNode, Emit } from "./node.ts";
export { type Leg, PROFILES } from "./profiles.ts";
export type { Position, SimTwizyOptions, Truth } from "./types.ts";
