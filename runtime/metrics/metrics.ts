import type {
  Freshness,
  ListMetric,
  Metric,
  MetricRef,
  MetricRefs,
  MetricSpec,
} from "../contract/metric_types.ts";
import { handleOf } from "./metric_handles.ts";
import {
  checkKind,
  encode,
  freshnessOf,
  LIST,
  type Value,
} from "./metric_values.ts";
import {
  type Cells,
  getterOf,
  listWriter,
  setterOf,
  type Target,
  targetOf,
} from "./metric_writers.ts";
import type { Slot, Watcher } from "./slot.ts";
import { standard } from "../contract/standard_metrics.ts";

export type { Slot, Target, Value };

/** Seconds after which a value is stale where its metric says nothing else. */
const FRESH = 120;
/** So many seconds missed at once, and the program was held up: by a slow disk, or suspended. */
const HELD = 2;
/** Room for values and metrics; the arrays never move, so that decoders can write to them directly. */
const VALUES = 16_384, METRICS = 4096;
/** A place behind all values, with a number. */
const NOWHERE = VALUES;
const NONE: readonly Slot[] = [];

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
 * A decoder's write marks the metric as seen; the second's `sweep` gives it its time. That keeps the
 * write itself, which happens thousands of times a second, to two stores. A handle's write, of which
 * there are some in each second, has its time at once: it counts as of the next second, as those do.
 */
export class MetricStore {
  readonly #slots = new Map<string, Slot>();
  /** In the order of their names; undefined after one was declared. */
  #sorted: readonly Slot[] | undefined;
  readonly #values = new Float64Array(VALUES + 1).fill(NaN).fill(0, NOWHERE);
  readonly #lengths = new Uint16Array(METRICS);
  readonly #seen = new Uint8Array(METRICS);
  /** The same, several at a time: most are not written in most seconds. */
  readonly #seenTogether = new Uint32Array(this.#seen.buffer);
  /** Second of the last write; -Infinity while unknown. */
  readonly #at = new Float64Array(METRICS).fill(-Infinity);
  /** The present second, and as of which what is written now counts, in one place for all that look at ages and write. */
  readonly #clock = Float64Array.of(0, 1);
  readonly #texts: (string | undefined)[] = [];
  /** Where the value of a number is; for other kinds where there always is one. */
  readonly #numbers = new Uint16Array(METRICS).fill(NOWHERE);
  readonly #cells: Cells = {
    values: this.#values,
    seen: this.#seen,
    at: this.#at,
    now: this.#clock,
    next: this.#clock.subarray(1),
    lengths: this.#lengths,
    texts: this.#texts,
    read: (slot) => this.read(slot),
  };
  #used = 0;
  /** Seconds by which time is ahead of the vehicle's clock. */
  #missed = 0;
  /** The second of the last sweep. */
  #swept = 0;

  /**
   * The place of a metric, made at its first mention.
   * @throws Error when two owners declare it with another unit or kind, or it cannot begin as it says
   */
  claim(ref: MetricRef, owner: string): Slot {
    const spec = specOf(ref), known = this.#slots.get(spec.name);
    if (known) {
      if (kindOf(known.spec) !== kindOf(spec)) {
        throw new Error(
          `metric ${spec.name} is declared as ${
            kindOf(known.spec)
          } by ${known.owner} and as ${
            kindOf(spec)
          } by ${owner}: give both the same unit and kind`,
        );
      }
      return known;
    }
    const slot: Slot = {
      spec,
      is: spec.is,
      fresh: spec.fresh ?? FRESH,
      index: this.#slots.size,
      first: this.#used,
      owner,
      watchers: [],
    };
    this.#used += spec.is === "list" ? LIST : 1;
    if (this.#used > VALUES || slot.index >= METRICS) {
      throw new Error(
        `there is no room for metric ${spec.name} of ${owner}: at most ${METRICS} metrics`,
      );
    }
    this.#slots.set(spec.name, slot);
    this.#sorted = undefined;
    this.#numbers[slot.index] = spec.is === undefined ? slot.first : NOWHERE;
    if (spec.initial !== undefined) {
      checkKind(spec, spec.initial);
      this.#store(slot, spec.initial);
    }
    return slot;
  }

  /** Runs when the metric's value changes; not for lists. */
  watch(slot: Slot, watcher: Watcher): void {
    slot.watchers.push(watcher);
  }

  /**
   * Gives what was written since the last call its time.
   * @param now second of the vehicle's clock
   * @param missed seconds since the last call in which nobody called: what was written may be from
   * before them, and counts as that old. So does what is written until the next call, where the program
   * was held up: it may have waited in the system for just as long
   * @returns metrics that were set to something that is no number; they are unknown again
   */
  sweep(now: number, missed = 0): readonly Slot[] {
    const expected = this.#counts, waited = this.#swept + 1 - expected;
    this.#missed += missed;
    this.#now = this.#swept = now + this.#missed;
    const received = this.#now - missed - waited;
    if (received !== expected) this.#date(expected, received);
    this.#counts = this.#now + 1 - (missed >= HELD ? missed : 0);
    const together = this.#seenTogether, words = this.#slots.size + 3 >> 2;
    let wrong = NONE;
    for (let k = 0; k < words; k++) {
      if (together[k] === 0) continue;
      const some = this.#receive(k * 4, received);
      if (some !== NONE) wrong = [...wrong, ...some];
      together[k] = 0;
    }
    return wrong;
  }

  /** Values are older than the last second says, as the next one is late: by so many seconds, until it comes. */
  ahead(seconds: number): void {
    this.#now = this.#swept + seconds;
  }

  /** A second came that was not the next one: what counts as of that gets its time. */
  #date(expected: number, received: number): void {
    for (const { index } of this.#slots.values()) {
      if (this.#at[index] === expected) this.#at[index] = received;
    }
  }

  /** Gives those of four metrics that were written their time; returns those that are no numbers. */
  #receive(from: number, received: number): readonly Slot[] {
    const seen = this.#seen, at = this.#at;
    const values = this.#values, numbers = this.#numbers;
    let wrong = NONE;
    for (let i = from; i < from + 4; i++) {
      if (seen[i] !== 1) continue;
      at[i] = received;
      const x = values[numbers[i] as number] as number;
      if (x - x !== 0) wrong = [...wrong, ...this.#unset(i)];
    }
    return wrong;
  }

  get #now(): number {
    return this.#clock[0] as number;
  }
  set #now(second: number) {
    this.#clock[0] = second;
  }

  /** As of which second counts what is written now: the next one, or one long ago after the program was held up. */
  get #counts(): number {
    return this.#clock[1] as number;
  }
  set #counts(second: number) {
    this.#clock[1] = second;
  }

  /** Makes a metric unknown. */
  #unset(index: number): readonly Slot[] {
    const slot = [...this.#slots.values()][index];
    if (!slot) return NONE;
    this.#values[slot.first] = NaN;
    this.#at[index] = -Infinity;
    return [slot];
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

  /**
   * Takes the copy of a value that another store has; watchers are told of a new one.
   * @param value a list has null for what is not measured
   * @param age seconds; null: it was never received
   */
  copy(slot: Slot, value: unknown, age: number | null): void {
    const { index, spec } = slot;
    if (spec.is === "list") {
      const all = Array.isArray(value) ? value.map((x) => x ?? NaN) : [];
      this.#store(slot, all.slice(0, LIST));
    } else this.setter(slot)(value);
    this.#seen[index] = 0;
    this.#at[index] = age === null ? -Infinity : this.#now - age;
  }

  #store(slot: Slot, value: Value): void {
    const { spec, index, first } = slot;
    if (typeof value === "object") {
      this.#lengths[index] = value.length;
      this.#values.fill(NaN, first, first + LIST);
      this.#values.set(value, first);
    } else {
      if (spec.is === "text") this.#texts[index] = String(value);
      this.#values[first] = encode(slot, value);
    }
  }

  read(slot: Slot): Value | undefined {
    const { is, first, index } = slot, x = this.#values[first];
    if (is === "list") return this.#all(slot);
    if (x === undefined || Number.isNaN(x)) return undefined;
    if (is === undefined) return x;
    if (is === "flag") return x === 1;
    return is === "text" ? this.#texts[index] : is[x];
  }

  /** As `read`, but undefined for what was never received: nobody measured what a metric merely begins as. */
  received(slot: Slot): Value | undefined {
    return this.age(slot) === undefined ? undefined : this.read(slot);
  }

  /** The values of a list, NaN for those that are not measured; undefined while none is. */
  #all({ first, index }: Slot): readonly number[] | undefined {
    const end = first + (this.#lengths[index] ?? 0);
    const all = [...this.#values.subarray(first, end)];
    return all.every(Number.isNaN) ? undefined : all;
  }

  age(slot: Slot): number | undefined {
    if (this.#seen[slot.index] === 1) {
      return Math.max(0, this.#now - this.#counts);
    }
    const at = this.#at[slot.index] ?? -Infinity;
    return at === -Infinity ? undefined : Math.max(0, this.#now - at);
  }

  freshness(slot: Slot): Freshness {
    return freshnessOf(slot, this.age(slot));
  }

  /** Writes this metric, as `setterOf` has it; to be made when all watchers are known. */
  setter(slot: Slot, checked = false): (value: unknown) => void {
    return setterOf(this.#cells, slot, checked);
  }

  /** Where a signal of a frame table goes. */
  target(slot: Slot, checked = false): Target {
    return targetOf(this.#cells, slot, checked);
  }

  /** A plugin's handle of one metric. */
  handle(ref: MetricRef, owner: string): Metric<Value> | ListMetric {
    const slot = this.claim(ref, owner);
    return handleOf(this, slot, this.#cells);
  }

  /** The decoders' write side: one accessor a metric; only a watched metric pays for comparing. */
  put(refs: MetricRefs, owner: string, checked = false): object {
    const accessors: PropertyDescriptorMap = {};
    for (const [alias, ref] of Object.entries(refs)) {
      const slot = this.claim(ref, owner);
      accessors[alias] = slot.spec.is === "list"
        ? { value: listWriter(this.#cells, slot), enumerable: true }
        : {
          get: getterOf(this.#cells, slot),
          set: this.setter(slot, checked),
          enumerable: true,
        };
    }
    // Accessors on a prototype: the object itself keeps one shape, which keeps decoders fast.
    return Object.create(Object.defineProperties({}, accessors));
  }

  length(slot: Slot): number {
    return this.#lengths[slot.index] ?? 0;
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
    return this.#sorted ??= [...this.#slots.values()].sort((a, b) =>
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
