import type {
  Freshness,
  ListMetric,
  Metric,
  MetricRef,
  MetricRefs,
  MetricSpec,
} from "./metric_types.ts";
import { standard } from "./standard_metrics.ts";

/** Seconds after which a value is stale where its metric says nothing else. */
const FRESH = 120;
/** Values a list can hold; enough for the cells of any car. */
const LIST = 256;
/** Room for values and metrics; the arrays never move, so that decoders can write to them directly. */
const VALUES = 8192, METRICS = 512;

type Watcher = () => void;

/** A value as the store hands it out. */
export type Value = number | boolean | string | readonly number[];

/** One metric's place in the store. */
export interface Slot {
  readonly spec: MetricSpec;
  /** Index of its time, its text and its watchers. */
  readonly index: number;
  /** Index of its first value. */
  readonly first: number;
  /** Who declared it first. */
  readonly owner: string;
}

/** A metric with its present value, for listings. */
export interface Snapshot {
  readonly name: string;
  readonly unit: string;
  readonly value: Value | undefined;
  readonly freshness: Freshness;
  /** Seconds; undefined while unknown. */
  readonly age: number | undefined;
}

const specOf = (ref: MetricRef): MetricSpec =>
  typeof ref === "string" ? { name: ref, ...standard[ref] } : ref;
const kindOf = (spec: MetricSpec): string =>
  `${spec.unit} ${spec.is ?? "number"}`;

/**
 * All values of the vehicle: numbers as doubles (flags 0 and 1, choices by index), texts by reference.
 *
 * A write marks the metric as seen; the second's `sweep` gives it its time. That keeps the write
 * itself, which happens thousands of times a second, to two stores.
 */
export class MetricStore {
  readonly #slots = new Map<string, Slot>();
  readonly #values = new Float64Array(VALUES).fill(NaN);
  readonly #lengths = new Uint16Array(METRICS);
  readonly #seen = new Uint8Array(METRICS);
  /** Second of the last write; -Infinity while unknown. */
  readonly #at = new Float64Array(METRICS).fill(-Infinity);
  readonly #texts: (string | undefined)[] = [];
  readonly #watchers: (Watcher[] | undefined)[] = [];
  #used = 0;
  #now = 0;

  /**
   * The place of a metric, made at its first mention.
   * @throws Error when two owners declare it with another unit or kind
   */
  claim(ref: MetricRef, owner: string): Slot {
    const spec = specOf(ref), known = this.#slots.get(spec.name);
    if (known) {
      if (kindOf(known.spec) !== kindOf(spec)) {
        throw new Error(
          `metric ${spec.name} is declared as ${
            kindOf(known.spec)
          } by ${known.owner} and as ${kindOf(spec)} by ${owner}`,
        );
      }
      return known;
    }
    const slot: Slot = {
      spec,
      index: this.#slots.size,
      first: this.#used,
      owner,
    };
    this.#used += spec.is === "list" ? LIST : 1;
    if (this.#used > VALUES || slot.index >= METRICS) {
      throw new Error(
        `there is no room for metric ${spec.name} of ${owner}: at most ${METRICS} metrics`,
      );
    }
    this.#slots.set(spec.name, slot);
    if (spec.initial !== undefined) this.#store(slot, spec.initial);
    return slot;
  }

  /** Runs when the metric's value changes; not for lists. */
  watch(slot: Slot, watcher: Watcher): void {
    (this.#watchers[slot.index] ??= []).push(watcher);
  }

  /** Gives everything written since the last call its time. */
  sweep(now: number): void {
    this.#now = now;
    const count = this.#slots.size;
    for (let i = 0; i < count; i++) {
      if (this.#seen[i] === 1) {
        this.#seen[i] = 0;
        this.#at[i] = now;
      }
    }
  }

  /**
   * Sets a value that was received `age` seconds ago, as after a restart; watchers are not told.
   * @throws RangeError when the metric cannot have such a value
   */
  restore(slot: Slot, value: Value, age: number): void {
    checkKind(slot.spec, value);
    this.#store(slot, value);
    this.#at[slot.index] = this.#now - age;
  }

  #store(slot: Slot, value: Value): void {
    const { spec, index, first } = slot;
    if (typeof value === "object") {
      this.#lengths[index] = value.length;
      this.#values.set(value.slice(0, LIST), first);
    } else {
      if (spec.is === "text") this.#texts[index] = String(value);
      this.#values[first] = encode(spec, value);
    }
  }

  read(slot: Slot): Value | undefined {
    const { spec, first, index } = slot, x = this.#values[first];
    if (spec.is === "list") return this.#all(slot);
    if (x === undefined || Number.isNaN(x)) return undefined;
    if (spec.is === undefined) return x;
    if (spec.is === "flag") return x === 1;
    return spec.is === "text" ? this.#texts[index] : spec.is[x];
  }

  #all({ first, index }: Slot): readonly number[] | undefined {
    const length = this.#lengths[index] ?? 0;
    const all = [...this.#values.subarray(first, first + length)];
    return length === 0 || all.some(Number.isNaN) ? undefined : all;
  }

  age(slot: Slot): number | undefined {
    if (this.#seen[slot.index] === 1) return 0;
    const at = this.#at[slot.index] ?? -Infinity;
    return at === -Infinity ? undefined : this.#now - at;
  }

  freshness(slot: Slot): Freshness {
    const age = this.age(slot);
    return age === undefined
      ? "unknown"
      : age <= (slot.spec.fresh ?? FRESH)
      ? "fresh"
      : "stale";
  }

  /** The cheapest function that writes this metric; to be made when all watchers are known. */
  setter(slot: Slot): (value: unknown) => void {
    const { spec, index, first } = slot,
      values = this.#values,
      seen = this.#seen;
    const watchers = this.#watchers[index];
    if (spec.is === "text") {
      return (value) => this.#setText(slot, String(value));
    }
    const code = typeof spec.is === "object"
      ? (value: unknown) => encode(spec, value)
      : Number;
    if (!watchers) {
      if (spec.is === undefined) {
        return (value) => {
          values[first] = value as number;
          seen[index] = 1;
        };
      }
      return (value) => {
        values[first] = code(value);
        seen[index] = 1;
      };
    }
    return (value) => {
      const next = code(value), before = values[first];
      values[first] = next;
      seen[index] = 1;
      if (before !== next) { for (const watcher of watchers) watcher(); }
    };
  }

  #setText(slot: Slot, text: string): void {
    const { index, first } = slot, changed = this.#texts[index] !== text;
    this.#texts[index] = text;
    this.#values[first] = 0;
    this.#seen[index] = 1;
    if (changed) {
      for (const watcher of this.#watchers[index] ?? []) {
        watcher();
      }
    }
  }

  /** Where a signal of a frame table goes. */
  target(slot: Slot): Target {
    const { spec, index, first } = slot;
    const plain = spec.is === undefined && this.#watchers[index] === undefined;
    return {
      values: this.#values,
      seen: this.#seen,
      index,
      first,
      plain,
      set: this.setter(slot),
    };
  }

  /** A plugin's handle of one metric. */
  handle(ref: MetricRef, owner: string): Metric<Value> | ListMetric {
    const slot = this.claim(ref, owner);
    return slot.spec.is === "list"
      ? new List(this, slot)
      : new Scalar(this, slot);
  }

  /** The decoders' write side: one accessor a metric; only a watched metric pays for comparing. */
  put(refs: MetricRefs, owner: string): object {
    const accessors: PropertyDescriptorMap = {};
    for (const [alias, ref] of Object.entries(refs)) {
      const slot = this.claim(ref, owner);
      accessors[alias] = slot.spec.is === "list"
        ? { value: this.list(slot), enumerable: true }
        : { get: this.#getter(slot), set: this.setter(slot), enumerable: true };
    }
    // Accessors on a prototype: the object itself keeps one shape, which keeps decoders fast.
    return Object.create(Object.defineProperties({}, accessors));
  }

  #getter(slot: Slot): () => Value | undefined {
    const values = this.#values, { first, spec } = slot;
    return spec.is === undefined ? () => values[first] : () => this.read(slot);
  }

  /** The write side of a list. */
  list(slot: Slot): { set(index: number, value: number): void } {
    return new ListWriter(this.#values, this.#seen, this.#lengths, slot);
  }

  length(slot: Slot): number {
    return this.#lengths[slot.index] ?? 0;
  }

  at(slot: Slot, k: number): number | undefined {
    const value = k >= 0 && k < this.length(slot)
      ? this.#values[slot.first + k]
      : undefined;
    return value === undefined || Number.isNaN(value) ? undefined : value;
  }

  find(name: string): Slot | undefined {
    return this.#slots.get(name);
  }

  /** Number of metrics that anybody declared. */
  get size(): number {
    return this.#slots.size;
  }

  /** All metrics that anybody declared, in the order of their names. */
  slots(): readonly Slot[] {
    return [...this.#slots.values()].sort((a, b) =>
      a.spec.name < b.spec.name ? -1 : 1
    );
  }

  /** Takes over the values of a store that this one follows, as old as they are. */
  takeOver(before: MetricStore): void {
    for (const slot of before.slots()) {
      const own = this.#slots.get(slot.spec.name);
      const value = before.read(slot), age = before.age(slot);
      if (!own || value === undefined) continue;
      if (age === undefined) this.#store(own, value);
      else this.restore(own, value, age);
    }
  }

  /** A metric's present value by name; unknown where nobody declared it. */
  look(name: string): Snapshot {
    const slot = this.#slots.get(name);
    return slot ? this.snapshot(slot) : {
      name,
      unit: "",
      value: undefined,
      freshness: "unknown",
      age: undefined,
    };
  }

  snapshot(slot: Slot): Snapshot {
    const { name, unit } = slot.spec;
    return {
      name,
      unit,
      value: this.read(slot),
      freshness: this.freshness(slot),
      age: this.age(slot),
    };
  }
}

/** Where a signal of a frame table goes: the arrays for a plain number nobody watches, else a function. */
export interface Target {
  readonly values: Float64Array;
  readonly seen: Uint8Array;
  readonly index: number;
  readonly first: number;
  readonly plain: boolean;
  readonly set: (value: unknown) => void;
}

/** What values of each kind look like. */
const kinds: Readonly<
  Record<string, readonly [what: string, fits: (value: Value) => boolean]>
> = {
  number: ["a number", (value) => typeof value === "number"],
  flag: ["true or false", (value) => typeof value === "boolean"],
  text: ["a text", (value) => typeof value === "string"],
  list: [
    `at most ${LIST} numbers`,
    (value) => typeof value === "object" && value.length <= LIST,
  ],
};

/** Refuses a value of another kind; which texts a choice has is checked where it is encoded. */
function checkKind({ name, is }: MetricSpec, value: Value): void {
  const kind = kinds[typeof is === "object" ? "text" : is ?? "number"];
  if (!kind || kind[1](value)) return;
  throw new RangeError(
    `metric ${name} cannot be ${JSON.stringify(value)}: expected ${kind[0]}`,
  );
}

function encode(spec: MetricSpec, value: unknown): number {
  if (typeof spec.is !== "object") {
    return typeof value === "string" ? 0 : Number(value);
  }
  const code = spec.is.indexOf(String(value));
  if (code < 0) {
    throw new RangeError(
      `metric ${spec.name} cannot be "${value}": expected ${
        spec.is.join(", ")
      }`,
    );
  }
  return code;
}

class Handle {
  readonly name: string;
  readonly unit: MetricSpec["unit"];
  constructor(
    protected readonly store: MetricStore,
    protected readonly slot: Slot,
  ) {
    this.name = slot.spec.name;
    this.unit = slot.spec.unit;
  }
  get freshness(): Freshness {
    return this.store.freshness(this.slot);
  }
  get age(): number | undefined {
    return this.store.age(this.slot);
  }
}

class Scalar extends Handle implements Metric<Value> {
  /** Made at the first write, when all watchers are known. */
  #set: ((value: unknown) => void) | undefined;
  get value(): Value | undefined {
    return this.store.read(this.slot);
  }
  or(instead: Value): Value {
    return this.value ?? instead;
  }
  set(value: Value): void {
    (this.#set ??= this.store.setter(this.slot))(value);
  }
}

class List extends Handle implements ListMetric {
  readonly #writer = this.store.list(this.slot);
  get length(): number {
    return this.store.length(this.slot);
  }
  at(index: number): number | undefined {
    return this.store.at(this.slot, index);
  }
  all(): readonly number[] | undefined {
    const all = this.store.read(this.slot);
    return typeof all === "object" ? all : undefined;
  }
  set(index: number, value: number): void {
    this.#writer.set(index, value);
  }
}

class ListWriter {
  readonly #values: Float64Array;
  readonly #seen: Uint8Array;
  readonly #lengths: Uint16Array;
  readonly #index: number;
  readonly #first: number;
  constructor(
    values: Float64Array,
    seen: Uint8Array,
    lengths: Uint16Array,
    slot: Slot,
  ) {
    this.#values = values;
    this.#seen = seen;
    this.#lengths = lengths;
    this.#index = slot.index;
    this.#first = slot.first;
  }
  set(index: number, value: number): void {
    if (!(index >= 0 && index < LIST && Number.isInteger(index))) {
      throw new RangeError(
        `a list holds at most ${LIST} values, counted from 0, not one at ${index}`,
      );
    }
    this.#values[this.#first + index] = value;
    this.#seen[this.#index] = 1;
    if ((this.#lengths[this.#index] as number) <= index) {
      this.#lengths[this.#index] = index + 1;
    }
  }
}
