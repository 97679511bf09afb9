/** How decoders and the program write metrics: closures over what never changes, which V8 can then compile in. */
import type { ListMetric } from "../contract/metric_types.ts";
import {
  encode,
  isNumber,
  LIST,
  refuse,
  TEXT,
  type Value,
} from "./metric_values.ts";
import type { Slot, Watcher } from "./slot.ts";

/** Where the values are; the arrays never move. */
export interface Cells {
  readonly values: Float64Array;
  /** 1 for a metric that a decoder wrote since the last second. */
  readonly seen: Uint8Array;
  /** Second of the last write; -Infinity while unknown. */
  readonly at: Float64Array;
  /** The present second, and the one as of which counts what is written now, which mostly is the next one. */
  readonly now: Float64Array;
  readonly next: Float64Array;
  /** Lengths of lists. */
  readonly lengths: Uint16Array;
  readonly texts: (string | undefined)[];
  readonly read: (slot: Slot) => Value | undefined;
}

/** The write side of a list. */
export type ListWriter = Pick<ListMetric, "set">;

/** Where a signal of a frame table goes: the arrays for a plain number nobody watches, else a function. */
export interface Target {
  readonly values: Float64Array;
  readonly seen: Uint8Array;
  readonly index: number;
  readonly first: number;
  readonly plain: boolean;
  readonly set: (value: unknown) => void;
}

/**
 * The cheapest function that writes this metric; to be made when all watchers are known. It throws a
 * RangeError that names the metric for a value of another kind, and for NaN. A number that nobody
 * watches is written thousands of times a second: there the next sweep finds what is none, unless
 * `checked` says that it has to be found at once.
 */
export function setterOf(
  cells: Cells,
  slot: Slot,
  checked = false,
): (value: unknown) => void {
  const { spec, index, first, watchers } = slot,
    { values, seen } = cells;
  if (spec.is === "text") {
    return (value) =>
      typeof value === "string"
        ? setText(cells, slot, value)
        : refuse(spec, value);
  }
  if (spec.is === undefined && watchers.length === 0 && !checked) {
    return (value) => {
      values[first] = value as number;
      seen[index] = 1;
    };
  }
  // Out of line, so that the setter stays small enough to be compiled into decoders.
  if (spec.is === undefined) {
    const change = (value: unknown) => {
      if (!isNumber(value)) return refuse(spec, value);
      values[first] = value;
      seen[index] = 1;
      for (let i = 0; i < watchers.length; i++) {
        (watchers[i] as Watcher)(values[first] as number);
      }
    };
    return (value) => {
      if (values[first] !== value) change(value);
      seen[index] = 1;
    };
  }
  const change = (next: number) => {
    values[first] = next;
    for (const watcher of watchers) watcher(cells.read(slot) as Value);
  };
  if (spec.is === "flag") {
    return (value) => {
      const next = value === true
        ? 1
        : value === false
        ? 0
        : refuse(spec, value);
      seen[index] = 1;
      if (values[first] !== next) change(next);
    };
  }
  return (value) => {
    const next = encode(slot, value);
    seen[index] = 1;
    if (values[first] !== next) change(next);
  };
}

/**
 * Writes a text.
 * @throws RangeError for one that is too long
 */
export function setText(
  { texts, values, seen }: Cells,
  slot: Slot,
  text: string,
): void {
  if (text.length > TEXT) refuse(slot.spec, text);
  const { index, first, watchers } = slot, changed = texts[index] !== text;
  texts[index] = text;
  values[first] = 0;
  seen[index] = 1;
  if (changed) { for (const watcher of watchers) watcher(text); }
}

/** Where a signal of a frame table goes. */
export function targetOf(
  cells: Cells,
  slot: Slot,
  checked = false,
): Target {
  const { spec, index, first, watchers } = slot;
  const plain = spec.is === undefined && watchers.length === 0;
  const set = setterOf(cells, slot, checked);
  return {
    values: cells.values,
    seen: cells.seen,
    index,
    first,
    plain,
    // A signal has bits, a flag is true or false
    set: spec.is === "flag"
      ? (value) => set(value === 0 || value === 1 ? value === 1 : value)
      : set,
  };
}

/** The cheapest function that reads this metric. */
export function getterOf(
  { values, read }: Cells,
  slot: Slot,
): () => Value | undefined {
  const { first, spec } = slot, choices = spec.is;
  if (choices === undefined) return () => values[first];
  return typeof choices === "object"
    ? () => choices[values[first] as number]
    : () => read(slot);
}

/** The write side of a list: a closure over what never changes, which V8 can then compile in. */
export function listWriter(
  { values, seen, lengths }: Cells,
  { spec, index, first }: Slot,
): ListWriter {
  const grow = (k: number) => {
    if (!(k >= 0 && k < LIST && Number.isInteger(k))) {
      throw new RangeError(
        `a list holds at most ${LIST} values, counted from 0, not one at ${k}`,
      );
    }
    lengths[index] = k + 1;
  };
  return {
    set: (k, value) => {
      const known = k >= 0 && k < (lengths[index] as number);
      if (!known || !Number.isInteger(k)) grow(k);
      if (value !== undefined && !Number.isFinite(value)) refuse(spec, value);
      values[first + k] = value ?? NaN;
      seen[index] = 1;
    },
  };
}
