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
 * Where a value stands in a frame: `B5` a byte, `B1.4` a bit (0 is the lowest), `B4:B5` big endian,
 * `B1l:B2` from a low nibble on, `B5:B6h` up to a high nibble.
 */
export type Field =
  | `B${Byte}`
  | `B${Byte}.${Byte}`
  | {
    [A in keyof Later]: `B${A}${"" | "l"}:B${Later[A]}${"" | "h"}`;
  }[keyof Later];

/** One value of a frame: `raw * times / per + offset`, or `as(raw)`. */
export interface Signal<T> {
  readonly at: Field;
  readonly times?: number;
  readonly per?: number;
  readonly offset?: number;
  /** Lowest and highest valid raw value; another leaves the metric as it is. */
  readonly valid?: readonly [min: number, max: number];
  readonly as?: (raw: number) => T;
}

/** A condition for the whole frame. */
export type Guard = { readonly at: Field; readonly is: number } | {
  readonly at: Field;
  readonly not: number;
};

/** A frame as a table of signals, keyed by the plugin's names for its metrics. */
export interface SignalFrame<W> {
  readonly when?: Guard;
  readonly signals: { readonly [K in keyof W]?: Signal<W[K]> };
  readonly bytes?: never;
  readonly decode?: never;
}

/** A frame with a decoder, for rules that reach beyond one value. */
export interface DecodedFrame<W, X = unknown> {
  /** Shorter frames are ignored and counted. */
  readonly bytes: number;
  readonly when?: Guard;
  /** The context gives what the plugin remembers; metrics are written fastest through `put`. */
  readonly decode: (frame: CanFrame, put: W, ctx: X) => void;
  readonly signals?: never;
}

/** How a frame is declared. */
export type FrameDef<W, X = unknown> = SignalFrame<W> | DecodedFrame<W, X>;

/** A declared frame as the runtime keeps it: inner types gone. */
export interface AnyFrame {
  readonly when?: Guard;
  readonly signals?: Readonly<Record<string, Signal<unknown> | undefined>>;
  readonly bytes?: number;
  readonly decode?: (frame: CanFrame, put: never, ctx: never) => void;
}
