/** What a client of service data objects is given. */
import type { Clock } from "../../hal/mod.ts";
import type { Direction } from "./late_replies.ts";

/** What a client is made of, and its patience. */
export interface SdoClientOptions {
  /** Node number, 1 to 127. */
  readonly node: number;
  readonly clock: Pick<Clock, "after">;
  /** Puts a frame on the bus; rejects when the write gate is closed. */
  readonly send: (id: number, data: Uint8Array) => Promise<void>;
  /** Rest before each request, ms; 5 unless told. */
  readonly pause?: number;
  /** How long a reply may take, ms; 2000 unless told. */
  readonly timeout?: number;
  /** How often a transfer is tried whose reply got lost; 3 unless told. */
  readonly tries?: number;
  /** The longest object that is taken, bytes; 65536 unless told. */
  readonly limit?: number;
  /** How long a transfer may take with all its tries and segments, ms; 30,000 unless told. */
  readonly patience?: number;
}

/** What a transfer is about. */
export interface Target {
  readonly index: number;
  readonly sub: number;
  readonly direction: Direction;
}

/** Throws while whoever asks for a transfer may not send. */
export type Permit = () => void;
