/** CAN: frames, drivers, and the buses of a gateway behind their gate. */
import type { Stop } from "./clock.ts";

/** One frame. Only valid during the call that hands it over: drivers fill the same object again. */
export interface CanFrame {
  /** Its identifier, of 11 or 29 bits. */
  readonly id: number;
  /** Its bytes, at most eight. */
  readonly data: Uint8Array;
  /** Whether the identifier has 29 bits. */
  readonly extended: boolean;
  /** Number of the bus it was on, from 1. */
  readonly bus: number;
  /** Byte `at`. */
  u8(at: number): number;
  /** Bytes `at` and `at + 1`, big endian. */
  u16(at: number): number;
  /** Four bytes from `at` on, big endian. */
  u32(at: number): number;
  /** The k-th 12-bit value, counted from the first bit of byte 0. */
  u12(k: number): number;
  /** Bit `bit` (0 = lowest) of byte `at`. */
  bit(at: number, bit: number): boolean;
}

/** What a CAN driver counts; shown in DIAG and as metrics. */
export interface CanCounters {
  /** Frames handed over. */
  received: number;
  /** Frames put on the bus. */
  sent: number;
  /** Error frames, refused sends and lines that could not be read. */
  errors: number;
  /** Frames that the adapter or the kernel lost. */
  overruns: number;
  /** How often the device was opened again. */
  reopened: number;
}

/** A CAN interface as its driver offers it: one bus. It starts listen-only. */
export interface CanDriver {
  /** A name for people, such as `simulated` or `slcan:/dev/ttyACM0`. */
  readonly name: string;
  /** What it counts, from its opening on. */
  readonly counters: Readonly<CanCounters>;
  /** `up`, or a sentence that says what is missing. */
  readonly state: string;
  /**
   * Opens the interface and hands every frame to `receive`.
   * @param ids identifiers that somebody decodes; a driver may filter by them
   */
  open(receive: (frame: CanFrame) => void, ids: readonly number[]): void;
  /** Switches between listening only and taking part in the bus. */
  listenOnly(on: boolean): void;
  /** Puts a frame on the bus; rejects when it did not get there. */
  send(id: number, data: Uint8Array): Promise<void>;
  /** Lets go of it. */
  close(): Promise<void>;
}

/** One bus of a gateway, as DIAG, metrics and web console tell of it. */
export interface CanBusReport
  extends Pick<CanDriver, "name" | "state" | "counters"> {
  /** From 1. */
  readonly number: number;
}

/** Identifiers that somebody decodes, by the number of their bus. An empty list stands for all. */
export type CanIds = ReadonlyMap<number, readonly number[]>;

/** The CAN buses of a gateway behind one write gate: while `writable` is false, nothing is ever sent on any. */
export interface CanBuses {
  /** All that there are, and those that `open` asked for in vain, by their numbers. */
  readonly buses: readonly CanBusReport[];
  /** The gate of all buses; feature 15 moves it. False at the start. */
  writable: boolean;
  /**
   * Opens all buses and hands every frame to `receive`; again, for another receiver or other frames.
   * @param ids what the drivers may filter by; a bus that is not in it delivers all frames
   */
  open(receive: (frame: CanFrame) => void, ids: CanIds): void;
  /**
   * Puts a frame on a bus; rejects when it did not get there.
   * @param bus number of the bus; 1 if left out
   */
  send(id: number, data: Uint8Array, bus?: number): Promise<void>;
  /** Shows `look` every frame that is handed over or was sent, besides the receiver, until stopped. */
  tap(look: (frame: CanFrame) => void): Stop;
  /** Lets go of it. */
  close(): Promise<void>;
}
