/**
 * What plugins read and write metrics with. Numbers, flags and choices are read and written in place:
 * plugins look at many of them every second.
 */
import type {
  Freshness,
  ListMetric,
  Metric,
  MetricSpec,
  Sensed,
} from "../contract/metric_types.ts";
import {
  encode,
  freshnessOf,
  LIST,
  refuse,
  type Value,
} from "./metric_values.ts";
import { type Cells, listWriter, setText } from "./metric_writers.ts";
import type { Slot } from "./slot.ts";

/** What handles need of the store of values. */
export interface HandleStore {
  read(slot: Slot): Value | undefined;
  length(slot: Slot): number;
}

/** The handle of a metric. */
export function handleOf(
  store: HandleStore,
  slot: Slot,
  cells: Cells,
): Metric<Value> | ListMetric {
  const { is } = slot.spec;
  if (is === "list") return new ListHandle(store, slot, cells);
  if (is === "text") return new TextHandle(store, slot, cells);
  if (is === "flag") return new FlagHandle(store, slot, cells);
  return is
    ? new ChoiceHandle(store, slot, cells)
    : new NumberHandle(store, slot, cells);
}

abstract class Handle {
  readonly name: string;
  readonly unit: MetricSpec["unit"];
  readonly #seen: Uint8Array;
  readonly #at: Float64Array;
  readonly #now: Float64Array;
  readonly #next: Float64Array;
  readonly #index: number = 0;
  protected readonly store: HandleStore;
  protected readonly slot: Slot;

  constructor(store: HandleStore, slot: Slot, { seen, at, now, next }: Cells) {
    this.store = store;
    this.slot = slot;
    this.name = slot.spec.name;
    this.unit = slot.spec.unit;
    this.#seen = seen;
    this.#at = at;
    this.#now = now;
    this.#next = next;
    this.#index = slot.index;
  }
  get freshness(): Freshness {
    return freshnessOf(this.slot, this.age);
  }
  get age(): number | undefined {
    const index = this.#index;
    const isSeen = this.#seen[index] === 1;
    const at = (isSeen ? this.#next[0] : this.#at[index]) as number;
    const age = this.#now[0] as number - at, whole = age | 0;
    // What was written in this second counts as of the next one
    if (age <= 0) return 0;
    // Whole seconds, as most are, need no object of V8's
    if (age === whole) return whole;
    return at === -Infinity ? undefined : age;
  }
  protected seen(): void {
    this.#at[this.#index] = this.#next[0] as number;
  }
  /** A value that was worked out from another one is as old. */
  protected asOldAs(from: Sensed): void {
    if (!(#index in from)) return;
    this.#seen[this.#index] = 0;
    if (from.#seen[from.#index] === 1) return;
    this.#at[this.#index] = from.#at[from.#index] as number;
  }
}

/** Tells watchers of a metric what was written, as they hear it. */
type Tell = (slot: Slot, values: Float64Array) => void;

const tellNumber: Tell = ({ watchers, first }, values) => {
  for (let i = 0; i < watchers.length; i++) {
    watchers[i]?.(values[first] as number);
  }
};
const tellFlag: Tell = ({ watchers, first }, values) => {
  for (let i = 0; i < watchers.length; i++) watchers[i]?.(values[first] === 1);
};
const tellChoice: Tell = ({ watchers, first, is }, values) => {
  for (let i = 0; i < watchers.length; i++) {
    watchers[i]?.(is?.[values[first] as number] as Value);
  }
};

/** A metric that is stored as one number. */
abstract class Stored extends Handle {
  readonly #values: Float64Array;
  readonly #first: number = 0;
  readonly #watchers: Slot["watchers"];
  /** A value of its own, since a call that V8 knows is compiled into every place that writes. */
  readonly #tell: Tell;
  constructor(store: HandleStore, slot: Slot, cells: Cells, tell: Tell) {
    super(store, slot, cells);
    this.#tell = tell;
    this.#values = cells.values;
    this.#first = slot.first;
    this.#watchers = slot.watchers;
  }

  /** NaN while unknown. */
  protected get stored(): number {
    return this.#values[this.#first] as number;
  }

  protected write(value: number): void {
    const values = this.#values, first = this.#first, before = values[first];
    values[first] = value;
    this.seen();
    if (before !== value && this.#watchers.length > 0) {
      this.#tell(this.slot, values);
    }
  }
}

class NumberHandle extends Stored implements Metric<Value> {
  constructor(store: HandleStore, slot: Slot, cells: Cells) {
    super(store, slot, cells, tellNumber);
  }
  get value(): number | undefined {
    const { stored } = this;
    return Number.isNaN(stored) ? undefined : stored;
  }
  or(instead: Value): Value {
    const { stored } = this;
    return Number.isNaN(stored) ? instead : stored;
  }
  set(value: Value, from?: Sensed): void {
    if (!Number.isFinite(value)) refuse(this.slot.spec, value);
    this.write(value as number);
    if (from) this.asOldAs(from);
  }
}

class FlagHandle extends Stored implements Metric<Value> {
  constructor(store: HandleStore, slot: Slot, cells: Cells) {
    super(store, slot, cells, tellFlag);
  }
  get value(): boolean | undefined {
    const { stored } = this;
    return Number.isNaN(stored) ? undefined : stored === 1;
  }
  or(instead: Value): Value {
    const { stored } = this;
    return Number.isNaN(stored) ? instead : stored === 1;
  }
  set(value: Value, from?: Sensed): void {
    if (typeof value !== "boolean") refuse(this.slot.spec, value);
    this.write(value ? 1 : 0);
    if (from) this.asOldAs(from);
  }
}

class ChoiceHandle extends Stored implements Metric<Value> {
  constructor(store: HandleStore, slot: Slot, cells: Cells) {
    super(store, slot, cells, tellChoice);
  }
  get value(): Value | undefined {
    return this.slot.is?.[this.stored];
  }
  or(instead: Value): Value {
    return this.value ?? instead;
  }
  set(value: Value, from?: Sensed): void {
    this.write(encode(this.slot, value));
    if (from) this.asOldAs(from);
  }
}

class TextHandle extends Handle implements Metric<Value> {
  readonly #cells: Cells;
  constructor(store: HandleStore, slot: Slot, cells: Cells) {
    super(store, slot, cells);
    this.#cells = cells;
  }
  get value(): Value | undefined {
    return this.store.read(this.slot);
  }
  or(instead: Value): Value {
    return this.value ?? instead;
  }
  set(value: Value, from?: Sensed): void {
    if (typeof value !== "string") refuse(this.slot.spec, value);
    setText(this.#cells, this.slot, value);
    if (from) this.asOldAs(from);
  }
}

class ListHandle extends Handle implements ListMetric {
  readonly set: ListMetric["set"];
  readonly #values: Float64Array;
  constructor(store: HandleStore, slot: Slot, cells: Cells) {
    super(store, slot, cells);
    this.set = listWriter(cells, slot).set;
    this.#values = cells.values.subarray(slot.first, slot.first + LIST);
  }
  get length(): number {
    return this.store.length(this.slot);
  }
  at(index: number): number | undefined {
    // What was never set is NaN, behind the last one as well
    const value = this.#values[index];
    return value === undefined || Number.isNaN(value) ? undefined : value;
  }
  or(index: number, instead: number): number {
    // Known to be a number: V8 makes an object of what may be undefined
    const value = this.#values[index] ?? NaN;
    return Number.isNaN(value) ? instead : value;
  }
  all(): readonly number[] | undefined {
    const all = this.store.read(this.slot);
    return typeof all === "object" && !all.some(Number.isNaN) ? all : undefined;
  }
}
