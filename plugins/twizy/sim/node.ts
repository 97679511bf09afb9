/**
 * Takes one frame of the simulated bus.
 * @param id 11-bit identifier
 * @param data payload; only valid during the call, the buffer is filled again
 * @param at milliseconds since the start of the `step` that emits it
 */
export type Emit = (id: number, data: Uint8Array, at: number) => void;

/**
 * The motor controller as a node of its own, answering SDO requests.
 *
 * With it on the bus the car leaves 0x701 to it. What is optional here a controller may leave out.
 */
export interface CanNode {
  /** A frame that somebody else put on the bus; only called while the node has power. */
  receive(id: number, data: Uint8Array): void;
  /**
   * Lets `ms` milliseconds pass, in the car 10 at a time, while the node has power.
   * What it emits counts as sent when this time began; the car sets the time itself.
   */
  step(ms: number, emit: (id: number, data: Uint8Array) => void): void;
  /** The key switched the node's supply on or off. */
  power(on: boolean): void;
  /** Whether the car moves; if there, kept up to date by the car. */
  moving?: boolean;
  /** Whether the car is in GO; if there, kept up to date by the car. */
  inGo?: boolean;
  /** What the motor does, every 100 ms: rpm, W, and V of the battery. */
  turns?(motor: {
    readonly rpm: number;
    readonly watts: number;
    readonly volts: number;
  }): void;
  /** A gear key goes down. Without it the car sends the emergency frames 0x081 itself. */
  pressKey?(): void;
  /** The gear key is let go. */
  releaseKey?(): void;
}
