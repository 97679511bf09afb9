import type { CanFrame } from "../../hal/mod.ts";

type Byte = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;
/** A field of several bytes begins at A and ends at most three bytes later. */
interface Later {
  0: 1 | 2 | 3;
  1: 2 | 3 | 4;
  2: 3 | 4 | 5;
  3: 4 | 5 | 6;
  4: 5 | 6 | 7;
  5: 6 | 7;
  6: 7;
}

/**
 * Where a value stands in a frame. Big endian: `B5` a byte, `B1.4` a bit (0 is the lowest), `B4:B5`,
 * `B1l:B2` from a low nibble on, `B5:B6h` up to a high nibble.
 *
 * Of any length: `B0.7 s11` are 11 bits from bit 7 of byte 0 downwards, two's complement; `B1.2 u10`
 * without sign; `B4 u16` begins at the byte's highest bit. Little endian: `B1.3 u10 le` are 10 bits
 * from bit 3 of byte 1 upwards; `B1 s16 le` begins at the byte's lowest bit. `B0 f32`, `B0 f64 le` are
 * IEEE numbers.
 */
export type Field =
  | `B${Byte}`
  | `B${Byte}.${Byte}`
  | {
    [A in keyof Later]: `B${A}${"" | "l"}:B${Later[A]}${"" | "h"}`;
  }[keyof Later]
  | `B${Byte}${"" | `.${Byte}`} ${"u" | "s"}${number}${"" | " le"}`
  | `B${Byte} f${32 | 64}${"" | " le"}`;

/** One value of a frame: `raw * times / per + offset`, `as(raw)`, or what `values` says. */
export interface Signal<T> {
  /** Where the raw value is. */
  readonly at: Field;
  /** Factor; default 1. */
  readonly times?: number;
  /** Divisor, which keeps decimals exact; default 1. */
  readonly per?: number;
  /** Added after scaling; default 0. */
  readonly offset?: number;
  /** Lowest and highest valid raw value; another leaves the metric as it is. */
  readonly valid?: readonly [min: number, max: number];
  /** Raw values that mean "no value" and leave the metric as it is. */
  readonly invalid?: number | readonly number[];
  /** Makes the value of the raw one, for rules that are no straight line. */
  readonly as?: (raw: number) => T;
  /** What raw values mean; one that is not here leaves the metric as it is. */
  readonly values?: { readonly [raw: number]: T };
  /** The value is there only when all of these hold, as in multiplexed frames. */
  readonly when?: Guard | readonly Guard[];
}

/** A condition: a field's raw value is (one of) these, is none of these, or is within one of the ranges. */
export type Guard =
  | { readonly at: Field; readonly is: number | readonly number[] }
  | { readonly at: Field; readonly not: number | readonly number[] }
  | {
    readonly at: Field;
    readonly within: readonly (readonly [low: number, high: number])[];
  };

/**
 * What its sender put into a frame so that damage shows; a frame that fails is counted and gives nothing.
 *
 * - `crc8`: polynomial of a checksum over all other bytes, highest bit first, that stands in byte `at`,
 *   default the last; it begins with `start` and is turned by `xor`, both 0 unless told
 * - `nibbles`: the low nibble of the last byte is the sum of all other nibbles and this number
 * - `counter`: a field that is never twice the same; gaps are lost frames and no damage
 */
export type FrameCheck =
  | {
    readonly crc8: number;
    readonly start?: number;
    readonly xor?: number;
    readonly at?: Byte;
  }
  | { readonly nibbles: number }
  | { readonly counter: Field };

/** A frame as a table of signals, keyed by the plugin's names for its metrics. */
export interface SignalFrame<W> {
  /** Time between two of them on the bus, ms: those that come most often are decoded fastest. Default: nobody tells. */
  readonly cycle?: number;
  /** The frame counts only when all of these hold. */
  readonly when?: Guard | readonly Guard[];
  /** How damage shows; default: not at all. */
  readonly checks?: readonly FrameCheck[];
  /** A metric that comes from several places, such as pages of a multiplexed frame, has a list. */
  readonly signals: {
    readonly [K in keyof W]?: Signal<W[K]> | readonly Signal<W[K]>[];
  };
  /**
   * Shorter frames are ignored and counted; default: as many as the furthest signal needs. Signals
   * beyond the end of a longer frame are left out.
   */
  readonly bytes?: number;
  /** A table has no decoder. */
  readonly decode?: never;
}

/** A frame with a decoder, for rules that reach beyond one value. */
export interface DecodedFrame<W, X = unknown> {
  /** Time between two of them on the bus, ms: those that come most often are decoded fastest. Default: nobody tells. */
  readonly cycle?: number;
  /** Shorter frames are ignored and counted. */
  readonly bytes: number;
  /** The frame is decoded only when all of these hold. */
  readonly when?: Guard | readonly Guard[];
  /** How damage shows; default: not at all. */
  readonly checks?: readonly FrameCheck[];
  /** The context gives what the plugin remembers; metrics are written fastest through `put`. */
  readonly decode: (frame: CanFrame, put: W, ctx: X) => void;
  /** A decoder has no table. */
  readonly signals?: never;
}

/** How a frame is declared. */
export type FrameDef<W, X = unknown> = SignalFrame<W> | DecodedFrame<W, X>;

/** A declared frame as the runtime keeps it: inner types gone. */
export interface AnyFrame {
  readonly cycle?: number;
  readonly when?: Guard | readonly Guard[];
  readonly checks?: readonly FrameCheck[];
  readonly signals?: Readonly<
    Record<string, Signal<unknown> | readonly Signal<unknown>[] | undefined>
  >;
  readonly bytes?: number;
  readonly decode?: (frame: CanFrame, put: never, ctx: never) => void;
}
