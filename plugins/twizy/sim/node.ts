/**
 * Takes one frame of the simulated bus.
 * @param id 11-bit identifier
 * @param data payload; only valid during the call, the buffer is filled again
 * @param at milliseconds since the start of the `step` that emits it
 */
export type Emit = (id: number, data: Uint8Array, at: number) => void;

/** Something else on the simulated bus, such as a motor controller that answers SDO requests. */
export interface CanNode {
  /** A frame that somebody else put on the bus; only called while the node has power. */
  receive(id: number, data: Uint8Array): void;
  /**
   * Lets `ms` milliseconds pass, in the car 10 at a time.
   * What it emits counts as sent when this time began; the car sets the time itself.
   */
  step(ms: number, emit: (id: number, data: Uint8Array) => void): void;
  /** The key switched the node's supply on or off. */
  power(on: boolean): void;
}
