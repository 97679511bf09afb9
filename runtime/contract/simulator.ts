/** A vehicle's simulator: what moves it, and the words that steer it. */
import type { GpsFix, Stop } from "../../hal/mod.ts";

/** A text file that the user named. */
export interface NamedText {
  /** Name of the file. */
  readonly name: string;
  /** What is in it. */
  readonly text: string;
}

/** The world in which a simulated vehicle lives. */
export interface SimulatedWorld {
  /** Puts a frame of the vehicle on a bus; bus 1 unless told otherwise. */
  emit(id: number, data: Uint8Array, bus?: number): void;
  /** Calls `work` once after `ms` milliseconds. */
  after(ms: number, work: () => void): Stop;
  /** Dump of a motor controller that the user wants in the vehicle (`--controller`). */
  readonly controller?: NamedText | undefined;
}

/** A word that steers a simulated vehicle, typed behind a colon. */
export interface Steering {
  /** Such as `pedal N`. */
  readonly usage: string;
  /** What the word does, for `:help`. */
  readonly help: string;
  /**
   * Does it.
   * @param words what follows the word itself, in lower case
   * @returns a short sentence
   * @throws Error with a sentence when the words are not understood or it is not possible now
   */
  run(words: readonly string[]): string;
}

/** A vehicle that moves. */
export interface SimulatedVehicle {
  /** Lets `ms` milliseconds pass, a multiple of 10, and emits the frames of that time. */
  step(ms: number): void;
  /** Takes a frame that the program sent. */
  receive?(id: number, data: Uint8Array, bus: number): void;
  /** 12 V supply in V; left out where the vehicle does not simulate it. */
  readonly volts?: number | undefined;
  /** What a GPS receiver in the vehicle reports now. */
  readonly position?: GpsFix | undefined;
  /** Words that steer it, in the order of `:help`. */
  readonly steering?: Readonly<Record<string, Steering>>;
}

/** Makes a vehicle that moves, parked or on as its author likes; what only it needs can be loaded here. */
export type Simulator = (
  world: SimulatedWorld,
) => SimulatedVehicle | Promise<SimulatedVehicle>;
